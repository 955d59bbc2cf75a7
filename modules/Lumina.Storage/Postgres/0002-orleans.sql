-- What Orleans' ADO.NET providers need: their table of queries, and the tables that those queries use. Orleans knows only the keys, the
-- parameters and the columns that come back. Every query is one statement, so that it is one transaction.

create table OrleansQuery (
    QueryKey  text not null primary key,
    QueryText text not null
);

-- Grain state. A write answers the new version; the version that it was given (or null) when another write came first, which is how Orleans
-- finds a conflict.

create table OrleansStorage (
    ServiceId              text        not null,
    GrainTypeString        text        not null,
    GrainIdN0              bigint      not null,
    GrainIdN1              bigint      not null,
    GrainIdExtensionString text        not null,
    Version                integer     not null,
    ModifiedOn             timestamptz not null,
    PayloadBinary          bytea,
    primary key (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
);

insert into OrleansQuery (QueryKey, QueryText) values
('ReadFromStorageKey', '
select PayloadBinary, ModifiedOn, Version
  from OrleansStorage
 where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
   and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
   and GrainIdExtensionString = coalesce(cast(@GrainIdExtensionString as text), '''')
'),
('WriteToStorageKey', '
with updated as (
    update OrleansStorage
       set Version = Version + 1, ModifiedOn = now(), PayloadBinary = cast(@PayloadBinary as bytea)
     where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
       and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
       and GrainIdExtensionString = coalesce(cast(@GrainIdExtensionString as text), '''')
       and Version = cast(@GrainStateVersion as integer)
    returning Version),
inserted as (
    insert into OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, ModifiedOn, PayloadBinary)
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(cast(@GrainIdExtensionString as text), ''''),
           1, now(), cast(@PayloadBinary as bytea)
     where cast(@GrainStateVersion as integer) is null
        on conflict do nothing
    returning Version)
select coalesce((select Version from updated), (select Version from inserted), cast(@GrainStateVersion as integer)) as NewGrainStateVersion
'),
('ClearStorageKey', '
with cleared as (
    update OrleansStorage
       set Version = Version + 1, ModifiedOn = now(), PayloadBinary = null
     where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
       and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
       and GrainIdExtensionString = coalesce(cast(@GrainIdExtensionString as text), '''')
       and Version = cast(@GrainStateVersion as integer)
    returning Version)
select coalesce((select Version from cleared), cast(@GrainStateVersion as integer)) as NewGrainStateVersion
'),
('DeleteStorageKey', '
with deleted as (
    delete from OrleansStorage
     where ServiceId = @ServiceId and GrainTypeString = @GrainTypeString
       and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
       and GrainIdExtensionString = coalesce(cast(@GrainIdExtensionString as text), '''')
       and Version = cast(@GrainStateVersion as integer)
    returning Version)
select coalesce((select Version + 1 from deleted), cast(@GrainStateVersion as integer)) as NewGrainStateVersion
');

-- Membership. Whoever changes a member raises the version too, and only where it is the version that it has read: the row of the version
-- is locked by that, so of two that want the same change one fails and reads again.

create table OrleansMembershipVersionTable (
    DeploymentId text           not null primary key,
    Timestamp    timestamptz(3) not null default now(),
    Version      integer        not null default 0
);

create table OrleansMembershipTable (
    DeploymentId text           not null references OrleansMembershipVersionTable (DeploymentId),
    Address      text           not null,
    Port         integer        not null,
    Generation   integer        not null,
    SiloName     text           not null,
    HostName     text           not null,
    Status       integer        not null,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz(3) not null,
    IAmAliveTime timestamptz(3) not null,
    primary key (DeploymentId, Address, Port, Generation)
);

insert into OrleansQuery (QueryKey, QueryText) values
('InsertMembershipVersionKey', '
with inserted as (
    insert into OrleansMembershipVersionTable (DeploymentId) values (@DeploymentId) on conflict do nothing returning 1)
select exists (select 1 from inserted)
'),
('InsertMembershipKey', '
with raised as (
    update OrleansMembershipVersionTable
       set Timestamp = now(), Version = Version + 1
     where DeploymentId = @DeploymentId and Version = @Version
       and not exists (
           select 1 from OrleansMembershipTable
            where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation)
    returning 1),
inserted as (
    insert into OrleansMembershipTable
           (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
      from raised
    returning 1)
select exists (select 1 from inserted)
'),
('UpdateMembershipKey', '
with raised as (
    update OrleansMembershipVersionTable
       set Timestamp = now(), Version = Version + 1
     where DeploymentId = @DeploymentId and Version = @Version
       and exists (
           select 1 from OrleansMembershipTable
            where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation)
    returning 1),
updated as (
    update OrleansMembershipTable
       set Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
     where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation
       and exists (select 1 from raised)
    returning 1)
select exists (select 1 from updated)
'),
('UpdateIAmAlivetimeKey', '
update OrleansMembershipTable
   set IAmAliveTime = @IAmAliveTime
 where DeploymentId = @DeploymentId and Address = @Address and Port = @Port and Generation = @Generation
'),
('MembershipReadRowKey', '
select m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  from OrleansMembershipVersionTable v
  left join OrleansMembershipTable m
    on m.DeploymentId = v.DeploymentId and m.Address = @Address and m.Port = @Port and m.Generation = @Generation
 where v.DeploymentId = @DeploymentId
'),
('MembershipReadAllKey', '
select m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  from OrleansMembershipVersionTable v
  left join OrleansMembershipTable m on m.DeploymentId = v.DeploymentId
 where v.DeploymentId = @DeploymentId
'),
('DeleteMembershipTableEntriesKey', '
with deleted as (delete from OrleansMembershipTable where DeploymentId = @DeploymentId returning 1)
delete from OrleansMembershipVersionTable where DeploymentId = @DeploymentId
'),
-- 3 is Active.
('CleanupDefunctSiloEntriesKey', '
delete from OrleansMembershipTable
 where DeploymentId = @DeploymentId and Status <> 3 and IAmAliveTime < @IAmAliveTime
'),
('GatewaysQueryKey', '
select Address, ProxyPort, Generation
  from OrleansMembershipTable
 where DeploymentId = @DeploymentId and Status = @Status and ProxyPort > 0
');

-- Reminders.

create table OrleansRemindersTable (
    ServiceId    text           not null,
    GrainId      text           not null,
    ReminderName text           not null,
    StartTime    timestamptz(3) not null,
    Period       bigint         not null,
    GrainHash    integer        not null,
    Version      integer        not null,
    primary key (ServiceId, GrainId, ReminderName)
);

create index OrleansRemindersTable_hash on OrleansRemindersTable (ServiceId, GrainHash);

insert into OrleansQuery (QueryKey, QueryText) values
('UpsertReminderRowKey', '
insert into OrleansRemindersTable as r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
    on conflict (ServiceId, GrainId, ReminderName)
    do update set StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1
returning Version
'),
('ReadReminderRowKey', '
select GrainId, ReminderName, StartTime, Period, Version
  from OrleansRemindersTable
 where ServiceId = @ServiceId and GrainId = @GrainId and ReminderName = @ReminderName
'),
('ReadReminderRowsKey', '
select GrainId, ReminderName, StartTime, Period, Version
  from OrleansRemindersTable
 where ServiceId = @ServiceId and GrainId = @GrainId
'),
('ReadRangeRows1Key', '
select GrainId, ReminderName, StartTime, Period, Version
  from OrleansRemindersTable
 where ServiceId = @ServiceId and GrainHash > @BeginHash and GrainHash <= @EndHash
'),
('ReadRangeRows2Key', '
select GrainId, ReminderName, StartTime, Period, Version
  from OrleansRemindersTable
 where ServiceId = @ServiceId and (GrainHash > @BeginHash or GrainHash <= @EndHash)
'),
('DeleteReminderRowKey', '
with deleted as (
    delete from OrleansRemindersTable
     where ServiceId = @ServiceId and GrainId = @GrainId and ReminderName = @ReminderName and Version = @Version
    returning 1)
select exists (select 1 from deleted)
'),
('DeleteReminderRowsKey', '
delete from OrleansRemindersTable where ServiceId = @ServiceId
');
