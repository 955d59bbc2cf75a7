-- What the silos of a cluster show each other: who can read this table belongs to it. 244 random bits.

create table cluster_secret (
    only_one boolean not null primary key default true check (only_one),
    secret   bytea   not null
);

insert into cluster_secret (secret) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
