-- A thread that others read, in which the desk was called and a ticket opened. Nothing of the ticket is ever shown there;
-- it is only known that there is one, so that nobody opens another for the same thing.
create table raised (
  org_id int not null,
  address text not null,
  ticket int not null,
  primary key (org_id, address)
);
