using Lumina.Journal.Chain;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class VerifyTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlJournal _journal;

    protected VerifyTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _journal = place.Open();
    }

    public sealed class OnSqlite() : VerifyTests(new SqlitePlace());

    public sealed class OnPostgres() : VerifyTests(new PostgresPlace());

    public override async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            await _journal.AppendAsync(
                new Append($"s{i % 2}", i / 2, [new("changed", i % 3 == 0 ? null : "dep-1", Bytes($"{{\"n\":{i}}}"))], Bytes("{}"), null), Token);
        }
    }

    [Fact]
    public async Task A_sound_journal_is_found_sound()
    {
        Assert.Equal(new JournalVerification(10, null, null), await _journal.VerifyAsync(Token));
    }

    [Theory]
    [InlineData("update journal_event set data = cast('{}' as blob) where position = 4", 4)]
    [InlineData("update journal_event set type = 'other' where position = 4", 4)]
    [InlineData("update journal_event set at = at + 1 where position = 4", 4)]
    [InlineData("update journal_event set deployment = null where position = 2", 2)]
    [InlineData("update journal_event set deployment = '' where position = 1", 1)]
    [InlineData("update journal_event set stream = 's9' where position = 10", 10)]
    [InlineData("update journal_event set sequence = 9 where position = 9", 9)]
    [InlineData("update journal_event set position = 11 where position = 10", 11)]
    [InlineData("update journal_event set hash = zeroblob(32) where position = 4", 4)]
    [InlineData("delete from journal_event where position = 1", 2)]
    [InlineData("delete from journal_event where position = 4", 5)]
    [InlineData("insert into journal_event select 11, 's0', 6, at, type, deployment, data, hash from journal_event where position = 10", 11)]
    public async Task An_event_that_was_changed_removed_or_added_is_found(string tampering, long brokenAt)
    {
        _place.Tamper(tampering);

        var found = await _journal.VerifyAsync(Token);

        Assert.Equal(brokenAt, found.BrokenAt);
        Assert.NotNull(found.Reason);
    }

    [Theory]
    [InlineData("delete from journal_event where position = 10", 8)]
    [InlineData("delete from journal_event where stream = 's1' and position > 8", 8)]
    [InlineData("update journal_head set sequence = 4 where stream = 's0'", 9)]
    [InlineData("update journal_head set position = 7 where stream = 's0'", 9)]
    [InlineData("delete from journal_head where stream = 's1'", 10)]
    [InlineData("insert into journal_head values ('s9', 3, 7, zeroblob(0), null)", 7)]
    public async Task A_head_that_does_not_fit_its_events_is_found(string tampering, long brokenAt)
    {
        _place.Tamper(tampering);

        Assert.Equal(brokenAt, (await _journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task A_gap_in_a_stream_is_found_even_when_the_chain_was_made_anew()
    {
        _place.Tamper("delete from journal_event where position = 4");
        await Rechaining.RunAsync(_place, _journal);

        Assert.Contains("gap", (await _journal.VerifyAsync(Token)).Reason);
    }

    [Fact]
    public async Task A_stream_whose_head_was_tampered_with_takes_no_more_events_and_leaves_the_others_alone()
    {
        await using var fresh = _place.Open();
        _place.Tamper("update journal_head set sequence = 4 where stream = 's0'");

        var damaged = fresh.AppendAsync(Events("s0", 4, "x"), Token);
        var sound = fresh.AppendAsync(Events("s1", 5, "x"), Token);

        Assert.Contains("damaged", (await Assert.ThrowsAsync<JournalUnavailableException>(() => damaged)).Message);
        Assert.Equal(6, (await sound).Sequence);
    }

    [Fact]
    public void Fields_that_flow_into_one_another_have_different_hashes()
    {
        var hasher = new EventHash();
        byte[][] hashes =
        [
            hasher.Compute(EventHash.Genesis.Span, 1, "ab", 1, 0, "c", null, "d"u8),
            hasher.Compute(EventHash.Genesis.Span, 1, "a", 1, 0, "bc", null, "d"u8),
            hasher.Compute(EventHash.Genesis.Span, 1, "ab", 1, 0, "c", "", "d"u8),
            hasher.Compute(EventHash.Genesis.Span, 1, "ab", 1, 0, "c", "d", ""u8),
            hasher.Compute(EventHash.Genesis.Span, 1, "ab", 0, 1, "c", null, "d"u8),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(hashes[0], new EventHash().Compute(EventHash.Genesis.Span, 1, "ab", 1, 0, "c", null, "d"u8));
    }
}
