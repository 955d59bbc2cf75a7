-- What proves the journal's past. A checkpoint is a host's signature over the hash of the event at a position, and so over all up to it.

create table journal_key (
    id         text    not null primary key,
    public_key blob    not null,
    at         integer not null
) strict;

create table journal_checkpoint (
    position  integer not null,
    key       text    not null,
    hash      blob    not null,
    at        integer not null,
    signature blob    not null,
    primary key (position, key)
) strict;

-- Files that the journal's oldest events were moved to: without gaps, from position 1 on.
create table journal_archive (
    first     integer primary key,
    last      integer not null,
    previous  blob    not null,
    hash      blob    not null,
    at        integer not null,
    key       text    not null,
    signature blob    not null,
    file      text    not null
) strict;

-- How far streams had come when their events were archived.
create table journal_archived_stream (
    stream   text    not null primary key,
    sequence integer not null,
    position integer not null
) strict;
