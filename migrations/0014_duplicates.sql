-- The ticket that one goes on in because it is the same; and, on that one, those that are. Both are on the tickets' own rows:
-- whoever changes either holds the locks of both.
alter table ticket add column duplicate_of int;
alter table ticket add column duplicates jsonb;
