-- What led to a delivery: the name under which the log tells of the gesture, from where it was heard to where it was shown.
alter table outbox add column trace text;
alter table dead_letter add column trace text;
