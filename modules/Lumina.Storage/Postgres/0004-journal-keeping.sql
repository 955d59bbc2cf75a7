-- What proves the journal's past. A checkpoint is a host's signature over the hash of the event at a position, and so over all up to it.

create table journal_key (
    id         text   collate "C" not null primary key,
    public_key bytea  not null,
    at         bigint not null
);

create table journal_checkpoint (
    position  bigint not null,
    key       text   collate "C" not null,
    hash      bytea  not null,
    at        bigint not null,
    signature bytea  not null,
    primary key (position, key)
);

-- Files that the journal's oldest events were moved to: without gaps, from position 1 on.
create table journal_archive (
    first     bigint not null primary key,
    last      bigint not null,
    previous  bytea  not null,
    hash      bytea  not null,
    at        bigint not null,
    key       text   collate "C" not null,
    signature bytea  not null,
    file      text   not null
);

-- How far streams had come when their events were archived.
create table journal_archived_stream (
    stream   text   collate "C" not null primary key,
    sequence bigint not null,
    position bigint not null
);
