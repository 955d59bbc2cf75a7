using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class ArchiveTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly KeptJournal _kept;

    protected ArchiveTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _kept = new(place);
    }

    public sealed class OnSqlite() : ArchiveTests(new SqlitePlace());

    public sealed class OnPostgres() : ArchiveTests(new PostgresPlace());

    public override async ValueTask InitializeAsync() => await _kept.FillAsync();

    protected override void Forget() => _kept.Dispose();

    [Fact]
    public async Task What_is_old_goes_to_a_file_and_the_chain_holds_across_both()
    {
        // The twelfth event is now; eight are older than three seconds and a half.
        var moved = await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5));

        Assert.Equal((1, 8), (Assert.Single(moved.Files).First, moved.Files[0].Last));
        Assert.Equal([9, 10, 11, 12], await PositionsAsync());
        var audit = await _kept.AuditAsync();
        Assert.Null(audit.Reason);
        Assert.Equal((8, 4, 12, 4), (audit.ArchivedEvents, audit.Events, audit.End, audit.Checkpoints));
        Assert.Equal(new JournalVerification(4, null, null), await _kept.Journal.VerifyAsync(Token));
    }

    [Fact]
    public async Task Archives_go_on_where_the_last_one_ended()
    {
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(8.5));
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5));
        Assert.Empty((await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5))).Files);

        Assert.Equal([(1, 3), (4, 8)], (await _kept.Archive.ListAsync(Token)).Select(range => (range.First, range.Last)));
        Assert.Null((await _kept.AuditAsync()).Reason);
    }

    [Fact]
    public async Task The_last_event_stays_and_streams_whose_events_are_all_archived_go_on()
    {
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(-1));
        Assert.Equal([12], await PositionsAsync());
        await using var fresh = _place.Open();

        Assert.Equal(5, (await fresh.AppendAsync(Events("s0", 4, "x"), Token)).Sequence);
        await Assert.ThrowsAsync<JournalConflictException>(() => fresh.AppendAsync(Events("s1", 0, "x"), Token));
        Assert.Equal(["13"], await _kept.Journal.ReadAsync(new JournalQuery(Stream: "s0"), Token).Select(found => $"{found.Position}").ToListAsync(Token));
        Assert.Null((await _kept.AuditAsync()).Reason);
        Assert.NotNull(await _kept.Signer.SignAsync(Token));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(5, null, null)]
    [InlineData(0, "s0", null)]
    public async Task Who_wants_to_follow_what_is_archived_is_told_so(long after, string? stream, string? deployment)
    {
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(-1));
        var query = new JournalQuery(after, stream, deployment);

        var refused = await Assert.ThrowsAsync<JournalArchivedException>(async () => await _kept.Journal.FollowAsync(query, Token).FirstAsync(Token));

        var file = Assert.Single(await _kept.Archive.ListAsync(Token)).File;
        Assert.Equal((stream is null ? 11 : 10, file), (refused.Archived, refused.File));
    }

    [Theory]
    [InlineData(11, null)]
    [InlineData(9, "s2")]
    [InlineData(10, "s0")]
    public async Task From_what_is_left_on_it_can_be_followed(long after, string? stream)
    {
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(-1));
        await _kept.Journal.AppendAsync(Events(stream ?? "s9", stream is null ? 0 : 4, "x"), Token);

        Assert.NotNull(await _kept.Journal.FollowAsync(new JournalQuery(after, stream), Token).FirstAsync(Token));
    }

    [Fact]
    public async Task A_deployment_that_is_open_or_goes_on_later_is_not_torn_apart()
    {
        async Task AddAsync(long expected, bool open)
        {
            _place.Time.Advance(TimeSpan.FromSeconds(1));
            await _kept.Journal.AppendAsync(
                new Append("dep-2", expected, [new("x", "dep-2", Bytes("{}"))], default, open ? DateTimeOffset.UnixEpoch : null), Token);
        }

        await AddAsync(0, open: true);
        await AddAsync(1, open: true);
        await _kept.Journal.AppendAsync(Events("s9", 0, "x"), Token);
        var open = await _kept.ArchiveAsync(TimeSpan.FromSeconds(-1));
        Assert.Equal((12, "dep-2"), (open.Files[^1].Last, open.HeldBy));

        await AddAsync(2, open: false);
        var later = await _kept.ArchiveAsync(TimeSpan.FromSeconds(0));
        Assert.Equal((0, "dep-2"), (later.Files.Count, later.HeldBy));

        await _kept.Journal.AppendAsync(Events("s9", 1, "x"), Token);
        var ended = await _kept.ArchiveAsync(TimeSpan.FromSeconds(-1));
        Assert.Equal((16, null), (ended.Files[^1].Last, ended.HeldBy));
        Assert.Equal(ended.Files[^1].File, (await _kept.Archive.FindAsync("dep-2", Token))?.File);
        Assert.Null(await _kept.Archive.FindAsync("dep-3", Token));
    }

    [Fact]
    public async Task A_host_that_was_killed_between_the_file_and_the_rows_does_it_again()
    {
        _place.FailOnInsert("journal_archived_stream", "stream", "s1", "killed");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5)));
        Assert.Equal(12, (await PositionsAsync()).Count);
        Assert.Null((await _kept.AuditAsync()).Reason);
        _place.StopFailing("journal_archived_stream");

        Assert.Equal(8, (await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5))).Files[0].Last);
        Assert.Null((await _kept.AuditAsync()).Reason);
        Assert.Single(Directory.GetFiles(_kept.ArchiveFolder));
    }

    [Theory]
    [InlineData("delete from journal_archive")]
    [InlineData("update journal_archive set hash = previous")]
    [InlineData("update journal_archive set last = 7")]
    [InlineData("update journal_archived_stream set sequence = 1 where stream = 's0'")]
    [InlineData("delete from journal_event where position = 9")]
    public async Task A_hole_between_file_and_table_is_found(string tampering)
    {
        await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5));
        _place.Tamper(tampering);

        Assert.NotNull((await _kept.AuditAsync()).Reason);
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_named_and_does_not_count_as_damage()
    {
        var file = (await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5))).Files[0].File;
        File.Delete(file);

        var audit = await _kept.AuditAsync();

        Assert.Null(audit.Reason);
        Assert.Equal([file], audit.MissingFiles);
    }

    [Fact]
    public async Task What_another_host_has_archived_is_checked_with_its_key_of_the_database_and_named_until_that_is_beside_ours()
    {
        var folder = _kept.NewFolder("other");
        using var signer = _kept.NewSigner(folder);
        using var archive = new JournalArchive(_place.Store.DataSource, _place.Time, signer, new(_place.Store.DataSource, signer, folder));
        await archive.ArchiveAsync(_kept.ArchiveFolder, _place.Time.GetUtcNow().AddSeconds(-3.5), Token);
        var audit = await _kept.AuditAsync();
        Assert.Null(audit.Reason);
        Assert.Equal([signer.Key.Id], audit.VouchedKeys);

        File.Copy(Path.Combine(folder, CheckpointKey.PublicFile), Path.Combine(_kept.Folder, "other.pub"));

        audit = await _kept.AuditAsync();
        Assert.Null(audit.Reason);
        Assert.Empty(audit.VouchedKeys);
        _place.Tamper("delete from journal_key");
        Assert.Null((await _kept.AuditAsync()).Reason);
        File.Delete(Path.Combine(_kept.Folder, "other.pub"));
        Assert.Contains("which nobody knows", (await _kept.AuditAsync()).Reason);
    }

    [Fact]
    public async Task A_journal_that_was_made_anew_is_not_archived()
    {
        _place.Tamper("update journal_event set type = 'other' where position = 2");
        await Rechaining.RunAsync(_place, _kept.Journal);

        await Assert.ThrowsAsync<JournalDamagedException>(() => _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5)));

        Assert.Equal(12, (await PositionsAsync()).Count);
    }

    private async Task<List<long>> PositionsAsync() =>
        await _kept.Journal.ReadAsync(new JournalQuery(), Token).Select(found => found.Position).ToListAsync(Token);
}
