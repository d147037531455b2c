-- A row is changed once between being written and being removed: with room beside it on its page, no index hears of that.
alter table outbox set (fillfactor = 50);
