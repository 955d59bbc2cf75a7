-- The journal. Times are UTC, in units of 100 ns since 1970-01-01: datetime(at / 10000000, 'unixepoch') makes them readable.

create table journal_event (
    position   integer primary key,
    stream     text    not null,
    sequence   integer not null,
    at         integer not null,
    type       text    not null,
    deployment text,
    data       blob    not null,
    hash       blob    not null,
    unique (stream, sequence)
) strict;

create index journal_event_deployment on journal_event (deployment, position) where deployment is not null;

create table journal_head (
    stream   text    not null primary key,
    sequence integer not null,
    position integer not null,
    state    blob    not null,
    due_at   integer
) strict;

create index journal_head_due on journal_head (due_at, stream) where due_at is not null;

create table journal_document (
    digest   text    not null primary key,
    kind     text    not null,
    at       integer not null,
    encoding text    not null,
    size     integer not null,
    content  blob    not null
) strict;
