-- Documents by other names than their digests: the decisions that have an id, the texts that a set of rules was read from.

create table journal_document_name (
    name   text collate "C" not null primary key,
    digest text collate "C" not null
);
