using Lumina.Journal.Checkpoints;
using Lumina.Journal.Writing;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class CheckpointTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly KeptJournal _kept;

    protected CheckpointTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _kept = new(place);
    }

    public sealed class OnSqlite() : CheckpointTests(new SqlitePlace());

    public sealed class OnPostgres() : CheckpointTests(new PostgresPlace());

    public override async ValueTask InitializeAsync() => await _kept.FillAsync();

    protected override void Forget() => _kept.Dispose();

    [Fact]
    public async Task A_sound_journal_is_found_sound_and_signed_to_its_end()
    {
        var audit = await _kept.AuditAsync();

        Assert.Null(audit.Reason);
        Assert.Equal((12, 12, 12, 4), (audit.Events, audit.End, audit.SignedUpTo, audit.Checkpoints));
    }

    [Fact]
    public async Task What_came_after_the_last_checkpoint_is_told_of()
    {
        await _kept.Journal.AppendAsync(Events("s9", 0, "x", "y"), Token);

        var audit = await _kept.AuditAsync();

        Assert.Null(audit.Reason);
        Assert.Equal((14, 12), (audit.End, audit.SignedUpTo));
    }

    [Fact]
    public async Task Nothing_is_signed_twice()
    {
        Assert.Null(await _kept.Signer.SignAsync(Token));
        Assert.Equal(2, File.ReadAllLines(_kept.CheckpointFile).Length);
    }

    [Fact]
    public async Task It_can_wait_until_so_many_were_added()
    {
        await _kept.Journal.AppendAsync(Events("s9", 0, "x", "y"), Token);
        Assert.Null(await _kept.Signer.SignAsync(3, Token));

        await _kept.Journal.AppendAsync(Events("s9", 2, "z"), Token);

        Assert.Equal(15, (await _kept.Signer.SignAsync(3, Token))?.Position);
    }

    [Fact]
    public async Task On_a_file_it_takes_turns_with_the_journals_writer()
    {
        await _kept.Journal.AppendAsync(Events("s9", 0, "x"), Token);
        var turn = await WriteTurn.TakeAsync(_place.Store.DataSource, Token);

        var signing = _kept.Signer.SignAsync(Token);

        if (_place is SqlitePlace)
            Assert.False(signing.IsCompleted);
        turn.Dispose();
        Assert.NotNull(await signing);
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_together_with_its_heads_and_checkpoints_is_found()
    {
        _place.Tamper("delete from journal_event where position > 9");
        for (var stream = 0; stream < 3; stream++)
            _place.Tamper($"update journal_head set sequence = 3, position = {7 + stream} where stream = 's{stream}'");
        _place.Tamper("delete from journal_checkpoint where position > 9");
        Assert.Null((await _kept.Journal.VerifyAsync(Token)).Reason);

        var audit = await _kept.AuditAsync();

        Assert.Equal((12, 9), (audit.BrokenAt, audit.End));
        Assert.Contains("cut off", audit.Reason);
        Assert.Equal(_place.Time.GetUtcNow().AddSeconds(-3), audit.LastSoundAt);
    }

    [Fact]
    public async Task A_journal_that_was_made_anew_as_a_whole_is_found()
    {
        _place.Tamper("update journal_event set type = 'other' where position = 2");
        await Rechaining.RunAsync(_place, _kept.Journal);
        _place.Tamper("delete from journal_checkpoint");
        Assert.Null((await _kept.Journal.VerifyAsync(Token)).Reason);

        var audit = await _kept.AuditAsync();

        Assert.Equal(6, audit.BrokenAt);
        Assert.Contains("made anew", audit.Reason);
    }

    [Fact]
    public async Task An_emptied_journal_is_found()
    {
        foreach (var table in (string[])["event", "head", "checkpoint", "key"])
            _place.Tamper($"delete from journal_{table}");

        Assert.Equal((6, 0), ((await _kept.AuditAsync()).BrokenAt, (await _kept.AuditAsync()).End));
    }

    [Theory]
    [InlineData("update journal_checkpoint set position = 5 where position = 6")]
    [InlineData("update journal_checkpoint set at = at + 1 where position = 6")]
    [InlineData("update journal_checkpoint set key = 'other' where position = 6")]
    [InlineData("update journal_checkpoint set signature = zeroblob(64) where position = 6")]
    [InlineData("update journal_checkpoint set hash = zeroblob(32) where position = 6")]
    [InlineData("insert into journal_checkpoint select 13, key, hash, at, signature from journal_checkpoint where position = 6")]
    public async Task A_checkpoint_that_was_changed_or_added_is_found(string tampering)
    {
        _place.Tamper(tampering);

        Assert.Contains("the checkpoint at", (await _kept.AuditAsync()).Reason);
    }

    [Fact]
    public async Task What_was_tampered_with_is_not_signed()
    {
        _place.Tamper("update journal_event set type = 'other' where position = 2");
        await Rechaining.RunAsync(_place, _kept.Journal);
        await using var fresh = _place.Open();
        await fresh.AppendAsync(Events("s9", 0, "x"), Token);

        Assert.Null(await _kept.Signer.SignAsync(Token));
    }

    [Fact]
    public async Task A_host_that_was_killed_while_it_wrote_a_checkpoint_goes_on()
    {
        await File.AppendAllTextAsync(_kept.CheckpointFile, "{\"position\":13,\"ha", Token);
        await _kept.Journal.AppendAsync(Events("s9", 0, "x"), Token);
        using var restarted = _kept.NewSigner(_kept.Folder);

        Assert.Equal(13, (await restarted.SignAsync(Token))?.Position);
        Assert.Equal(3, File.ReadAllLines(_kept.CheckpointFile).Length);
        Assert.Equal((13, null), ((await _kept.AuditAsync()).SignedUpTo, (await _kept.AuditAsync()).Reason));
    }

    [Fact]
    public async Task Hosts_sign_with_keys_of_their_own_on_one_journal()
    {
        using var other = _kept.NewSigner(_kept.NewFolder("other"));
        await _kept.Journal.AppendAsync(Events("s9", 0, "x"), Token);

        Assert.NotNull(await other.SignAsync(Token));
        Assert.NotNull(await _kept.Signer.SignAsync(Token));

        Assert.NotEqual(_kept.Signer.Key.Id, other.Key.Id);
        Assert.Equal((7, null), ((await _kept.AuditAsync()).Checkpoints, (await _kept.AuditAsync()).Reason));
    }

    [Fact]
    public async Task A_copy_of_checkpoints_and_public_key_elsewhere_needs_not_the_private_one()
    {
        var elsewhere = _kept.NewFolder("elsewhere");
        File.Copy(_kept.CheckpointFile, Path.Combine(elsewhere, CheckpointSigner.FileName));
        File.Copy(Path.Combine(_kept.Folder, CheckpointKey.PublicFile), Path.Combine(elsewhere, "host.pub"));
        using var signer = _kept.NewSigner(elsewhere);
        var verifier = new JournalVerifier(_place.Store.DataSource, signer, elsewhere);
        Assert.Equal((12, null), ((await verifier.VerifyAsync(Token)).SignedUpTo, (await verifier.VerifyAsync(Token)).Reason));

        // With the host's key and file in their hands, nobody there finds it; here it is found.
        _place.Tamper("update journal_event set type = 'other' where position = 2");
        await Rechaining.RunAsync(_place, _kept.Journal);

        Assert.Equal(6, (await verifier.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public void Only_its_owner_can_read_the_private_key()
    {
        var file = Path.Combine(_kept.Folder, CheckpointKey.PrivateFile);

        Assert.True(File.Exists(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
