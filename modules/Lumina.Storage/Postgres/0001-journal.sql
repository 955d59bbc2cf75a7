-- The journal. Times are UTC, in units of 100 ns since 1970-01-01: to_timestamp(at / 10000000.0) makes them readable.
-- Names are ordered by their bytes, as on SQLite.

create table journal_event (
    position   bigint not null primary key,
    stream     text   collate "C" not null,
    sequence   bigint not null,
    at         bigint not null,
    type       text   not null,
    deployment text   collate "C",
    data       bytea  not null,
    hash       bytea  not null,
    unique (stream, sequence)
);

create index journal_event_deployment on journal_event (deployment, position) where deployment is not null;

-- A head is written again with each append to its stream: room on its page lets PostgreSQL leave the indexes alone.
create table journal_head (
    stream   text   collate "C" not null primary key,
    sequence bigint not null,
    position bigint not null,
    state    bytea  not null,
    due_at   bigint
) with (fillfactor = 70);

create index journal_head_due on journal_head (due_at, stream) where due_at is not null;

create table journal_document (
    digest   text   collate "C" not null primary key,
    kind     text   not null,
    at       bigint not null,
    encoding text   not null,
    size     bigint not null,
    content  bytea  not null
);
