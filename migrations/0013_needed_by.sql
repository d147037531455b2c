-- By which day a ticket is needed, as its requester or an agent said.
alter table ticket add column needed_by date;
