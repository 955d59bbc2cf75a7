-- The key under which hosts tell values apart without keeping them. One row, which the first host that needs it writes.

create table fingerprint_key (
    only_one integer not null primary key check (only_one = 1),
    value    bytea   not null
);
