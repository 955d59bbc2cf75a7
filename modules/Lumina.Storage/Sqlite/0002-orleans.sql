-- What Orleans' ADO.NET grain storage needs: its table of queries, and a table that those queries use. Orleans knows only the keys,
-- the parameters and the columns that come back. Every writing query answers one row with the new version; with the version that it
-- was given when another write came first, which is how Orleans finds a conflict. No row at all would pass for success.

create table OrleansQuery (
    QueryKey  text not null primary key,
    QueryText text not null
) strict;

create table OrleansStorage (
    ServiceId              text    not null,
    GrainTypeString        text    not null,
    GrainIdN0              integer not null,
    GrainIdN1              integer not null,
    GrainIdExtensionString text    not null,
    Version                integer not null,
    ModifiedOn             text    not null,
    PayloadBinary          blob,
    primary key (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
) strict;

insert into OrleansQuery (QueryKey, QueryText) values
('ReadFromStorageKey', '
select PayloadBinary, ModifiedOn, Version
  from OrleansStorage
 where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
   and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
   and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''');
'),
('WriteToStorageKey', '
insert into OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, ModifiedOn, PayloadBinary)
select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''),
       1, strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), @PayloadBinary
 where @GrainStateVersion is null
    or exists (
       select 1
         from OrleansStorage
        where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
          and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
          and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
          and Version = @GrainStateVersion)
    on conflict (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
    do update set Version = Version + 1, ModifiedOn = excluded.ModifiedOn, PayloadBinary = excluded.PayloadBinary
 where Version = @GrainStateVersion;
select case when changes() > 0 then coalesce(@GrainStateVersion, 0) + 1 else @GrainStateVersion end as NewGrainStateVersion;
'),
('ClearStorageKey', '
update OrleansStorage
   set Version = Version + 1, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), PayloadBinary = null
 where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
   and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
   and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
   and Version = @GrainStateVersion;
select case when changes() > 0 then @GrainStateVersion + 1 else @GrainStateVersion end as NewGrainStateVersion;
'),
('DeleteStorageKey', '
delete from OrleansStorage
 where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
   and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
   and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
   and Version = @GrainStateVersion;
select case when changes() > 0 then @GrainStateVersion + 1 else @GrainStateVersion end as NewGrainStateVersion;
');
