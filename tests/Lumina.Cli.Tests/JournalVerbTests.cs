using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Journal.Chain;
using Lumina.Journal.Checkpoints;

namespace Lumina.Cli.Tests;

public sealed class JournalVerbTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly JournalReport Sound = new(true, 120, 50, 170, 160, 9, [], null, null, Noon, 0.5);

    private readonly Desk _desk = new Desk { Width = 200 }.WithHost();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_sound_journal_is_told_of_with_how_far_it_is_signed_and_how_fast_it_was_read()
    {
        _desk.Host.Answer("POST /api/v1/journal/verify", Sound with { MissingFiles = ["/gone.gz"], VouchedKeys = ["k2"] }, ApiJson.Default.JournalReport);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("journal verify"));

        Assert.Contains("sound: 120 events and 50 events in archives fit, and 9 checkpoints", _desk.Out);
        Assert.Contains("signed up to event 160; the 10 after it are not yet", _desk.Out);
        Assert.Contains("not looked at, for it is not there: /gone.gz", _desk.Out);
        Assert.Contains("signed by key k2, for which only the database vouches", _desk.Out);
        Assert.Contains("170 events in 0.50 s, 340 events/s", _desk.Out);
    }

    [Fact]
    public async Task A_journal_that_is_not_sound_ends_in_failure_and_says_where_and_since_when()
    {
        _desk.Host.Answer("POST /api/v1/journal/verify", Sound with { Sound = false, BrokenAt = 7, Reason = "It was changed." }, ApiJson.Default.JournalReport);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("journal verify"));

        Assert.Contains("not sound at event 7: It was changed.", _desk.Out);
        Assert.Contains("the last event before that is right, and of 2026-01-02 12:00:00Z", _desk.Out);
    }

    [Fact]
    public async Task Files_are_listed_with_whether_they_are_there()
    {
        JournalFile[] files = [new(1, 5, Noon, "k", "/a.gz", true), new(6, 9, Noon, "k", "/b.gz", false)];
        _desk.Host.Answer("GET /api/v1/journal", new JournalOverview(12, "k1", files), ApiJson.Default.JournalOverview);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("journal list"));

        Assert.Contains("1 to 5  2026-01-02  /a.gz", _desk.Out);
        Assert.Contains("/b.gz (not there any more)", _desk.Out);
    }

    [Fact]
    public async Task Archiving_says_what_holds_older_events_back()
    {
        _desk.Host.Answer("POST /api/v1/journal/archive", new ArchiveAnswer([], "dep-1"), ApiJson.Default.ArchiveAnswer);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("journal archive --keep 30d"));

        Assert.Equal(2_592_000, _desk.Host.Body("POST /api/v1/journal/archive", ApiJson.Default.ArchiveRequest).KeepSeconds);
        Assert.Contains("nothing was archived", _desk.Out);
        Assert.Contains("because of dep-1", _desk.Out);
    }

    [Theory]
    [InlineData("journal archive")]
    [InlineData("journal archive --keep 30")]
    [InlineData("journal archive --keep -1d")]
    [InlineData("journal verify --key x.pub")]
    [InlineData("journal verify nothing.gz")]
    public async Task What_makes_no_sense_is_a_wrong_command_line(string line) => Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));

    [Fact]
    public async Task A_file_is_verified_without_a_host_against_keys_that_are_known()
    {
        using var key = await WriteAsync("a.gz");
        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("journal verify a.gz"));
        Assert.Contains("nobody here knows that key", _desk.Out);

        File.Copy(Path.Combine(_desk.Folder, CheckpointKey.PublicFile), Path.Combine(_desk.StateFolder, CheckpointKey.PublicFile));
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("journal verify a.gz"));
        Assert.Contains("sound: events 1 to 3 fit", _desk.Out);
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"journal verify a.gz --key {CheckpointKey.PublicFile} --output json"));
        Assert.Contains("\"keyTrusted\": true", _desk.Out);
        Assert.Empty(_desk.Host.Requests);
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_not_sound()
    {
        using var key = await WriteAsync("a.gz");
        var file = Path.Combine(_desk.Folder, "a.gz");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..^40], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("journal verify a.gz"));

        Assert.Contains("not sound", _desk.Out);
    }

    private async Task<CheckpointKey> WriteAsync(string name)
    {
        var key = CheckpointKey.OpenOrCreate(_desk.Folder);
        await ArchiveFile.WriteAsync(Path.Combine(_desk.Folder, name), 1, EventHash.Genesis, Events().ToAsyncEnumerable(), key, Noon);
        return key;

        static IEnumerable<JournalEvent> Events()
        {
            var hasher = new EventHash();
            var hash = EventHash.Genesis;
            for (var i = 1; i <= 3; i++)
            {
                hash = hasher.Compute(hash.Span, i, "s", i, Ticks.Of(Noon), "x", null, "{}"u8);
                yield return new(i, "s", i, Noon, "x", null, "{}"u8.ToArray(), hash);
            }
        }
    }
}
