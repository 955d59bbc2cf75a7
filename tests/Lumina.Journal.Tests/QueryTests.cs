using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class QueryTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlJournal _journal;

    protected QueryTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _journal = place.Open();
    }

    public sealed class OnSqlite() : QueryTests(new SqlitePlace());

    public sealed class OnPostgres() : QueryTests(new PostgresPlace());

    [Theory]
    [InlineData("a", new[] { "a", "a%", "a%c", "a_", "ab", "aÿ", "aÿb", "a\U0010FFFF", "a\U0010FFFFz" })]
    [InlineData("a%", new[] { "a%", "a%c" })]
    [InlineData("a_", new[] { "a_" })]
    [InlineData("aÿ", new[] { "aÿ", "aÿb" })]
    [InlineData("a\U0010FFFF", new[] { "a\U0010FFFF", "a\U0010FFFFz" })]
    [InlineData("A", new[] { "A" })]
    [InlineData("\uD7FF", new[] { "\uD7FF" })]
    [InlineData("x", new string[0])]
    [InlineData("", new[] { "A", "a", "a%", "a%c", "a_", "ab", "aÿ", "aÿb", "a\U0010FFFF", "a\U0010FFFFz", "b", "\uD7FF", "\uE000" })]
    public async Task A_prefix_finds_the_streams_that_begin_with_it_and_no_others(string prefix, string[] expected)
    {
        string[] streams = ["b", "a", "aÿb", "A", "a%c", "a%", "\uE000", "a_", "ab", "aÿ", "a\U0010FFFF", "\uD7FF", "a\U0010FFFFz"];
        await Task.WhenAll(streams.Select(stream => _journal.AppendAsync(Events(stream, 0, "x") with { DueAt = DateTimeOffset.UnixEpoch }, Token)));

        var heads = await _journal.ReadHeadsAsync(prefix, Token).Select(head => head.Stream).ToListAsync(Token);
        var due = await _journal.ReadDueAsync(prefix, DateTimeOffset.UnixEpoch, Token).Select(head => head.Stream).ToListAsync(Token);

        Assert.Equal(expected, heads);
        Assert.Equal(expected, due);
    }

    [Fact]
    public async Task Due_streams_are_those_whose_time_has_come_in_its_order()
    {
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (var (stream, due) in new (string, DateTimeOffset?)[]
        {
            ("a-late", noon.AddTicks(1)), ("b-now", noon), ("c-early", noon.AddDays(-1)), ("d-never", null), ("e-zone", noon.ToOffset(TimeSpan.FromHours(5))),
        })
        {
            await _journal.AppendAsync(Events(stream, 0, "x") with { DueAt = due }, Token);
        }

        Assert.Equal(["c-early", "b-now", "e-zone"], await _journal.ReadDueAsync("", noon, Token).Select(head => head.Stream).ToListAsync(Token));
        Assert.Equal(["b-now"], await _journal.ReadDueAsync("b", noon, Token).Select(head => head.Stream).ToListAsync(Token));
    }

    [Fact]
    public async Task A_stream_that_was_woken_and_wants_no_more_is_not_due()
    {
        await _journal.AppendAsync(Events("s", 0, "x") with { DueAt = DateTimeOffset.UnixEpoch }, Token);
        await _journal.AppendAsync(Events("s", 1, "x"), Token);

        Assert.Empty(await _journal.ReadDueAsync("", DateTimeOffset.MaxValue, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task More_than_a_page_of_heads_and_due_streams_is_read_whole()
    {
        const int Streams = 2_500;
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(i =>
            _journal.AppendAsync(Events($"s{i:0000}", 0, "x") with { DueAt = DateTimeOffset.UnixEpoch.AddTicks(i % 7) }, Token)));

        var heads = await _journal.ReadHeadsAsync("s", Token).Select(head => head.Stream).ToListAsync(Token);
        var due = await _journal.ReadDueAsync("s", DateTimeOffset.UnixEpoch.AddTicks(5), Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, Streams).Select(i => $"s{i:0000}"), heads);
        Assert.Equal(
            Enumerable.Range(0, Streams).Where(i => i % 7 <= 5).OrderBy(i => i % 7).ThenBy(i => i).Select(i => $"s{i:0000}"), due.Select(head => head.Stream));
    }

    [Fact]
    public async Task Events_are_found_by_position_stream_and_deployment()
    {
        for (var i = 0; i < 60; i++)
        {
            await _journal.AppendAsync(
                new Append($"s{i % 3}", i / 3, [new($"{i + 1}", i % 2 == 0 ? "dep-even" : i % 5 == 0 ? null : "dep-odd", Bytes("{}"))], default, null), Token);
        }

        foreach (var after in new[] { 0L, 1, 31, 59, 60, 1_000 })
        {
            foreach (var stream in new[] { null, "s0", "s2", "s9" })
            {
                foreach (var deployment in new[] { null, "dep-even", "dep-odd", "dep-none" })
                {
                    foreach (var limit in new[] { 1, 7, 100_000 })
                    {
                        var expected = Enumerable.Range(0, 60)
                            .Where(i => i + 1 > after)
                            .Where(i => stream is null || stream == $"s{i % 3}")
                            .Where(i => deployment is null || deployment == (i % 2 == 0 ? "dep-even" : i % 5 == 0 ? null : "dep-odd"))
                            .Take(limit).Select(i => (long)i + 1);
                        var query = new JournalQuery(after, stream, deployment, limit);
                        Assert.Equal(expected, await _journal.ReadAsync(query, Token).Select(found => found.Position).ToListAsync(Token));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("s")]
    public async Task More_than_a_page_of_events_is_read_whole(string? stream)
    {
        for (var i = 0; i < 5; i++)
            await _journal.AppendAsync(Events("s", i * 500, [.. Enumerable.Repeat("x", 500)]), Token);
        // Twenty events of 1 MiB are three pages by size.
        var large = new byte[JournalBounds.DataSize];
        for (var i = 0; i < 20; i++)
            await _journal.AppendAsync(new Append("s", 2_500 + i, [new("large", null, large)], default, null), Token);

        Assert.Equal(2_520, await _journal.ReadAsync(new JournalQuery(Stream: stream), Token).CountAsync(Token));
        Assert.Equal(1_700, await _journal.ReadAsync(new JournalQuery(Stream: stream, Limit: 1_700), Token).CountAsync(Token));
        var rest = await _journal.ReadAsync(new JournalQuery(After: 1_001, Stream: stream), Token).Select(found => found.Position).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(1_002, 1_519).Select(i => (long)i), rest);
    }

    [Fact]
    public async Task The_newest_events_of_a_stream_are_found_by_their_sequence()
    {
        for (var i = 0; i < 60; i++)
            await _journal.AppendAsync(Events($"s{i % 2}", i / 2, "x"), Token);

        var newest = await _journal.ReadAsync(new JournalQuery(Stream: "s1", AfterSequence: 27), Token).ToListAsync(Token);

        Assert.Equal([28L, 29, 30], newest.Select(found => found.Sequence));
        Assert.Equal([56L, 58, 60], newest.Select(found => found.Position));
        Assert.Empty(await _journal.ReadAsync(new JournalQuery(Stream: "s1", AfterSequence: 30), Token).ToListAsync(Token));
    }

    public static TheoryData<JournalQuery> Wrong => new(
        new JournalQuery(After: -1), new JournalQuery(AfterSequence: -1), new JournalQuery(Limit: 0), new JournalQuery(Limit: 100_001), new JournalQuery(Stream: ""), new JournalQuery(Deployment: "\0"));

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_query_out_of_bounds_is_refused(JournalQuery query)
    {
        Assert.ThrowsAny<ArgumentException>(() => _journal.ReadAsync(query, Token));
        Assert.ThrowsAny<ArgumentException>(() => _journal.FollowAsync(query, Token));
    }

    [Theory]
    [InlineData("where stream = 's' and position > 5 order by sequence limit 9", "by-stream")]
    [InlineData("where stream = 's' and position <= 5 order by sequence desc limit 1", "by-stream")]
    [InlineData("where stream = 's' and sequence > 2 and position > 5 order by sequence limit 9", "by-stream")]
    [InlineData("where stream = 's' and sequence > 2 and sequence > 7 and position > 5 order by sequence limit 9", "by-stream")]
    [InlineData("where stream = 's' and deployment = 'd' and position > 5 order by position limit 9", "by-deployment")]
    [InlineData("where deployment = 'd' and position > 5 order by position limit 9", "by-deployment")]
    [InlineData("where position > 5 order by position limit 9", "by-position")]
    public void No_query_for_events_reads_the_whole_table_or_sorts(string query, string index)
    {
        var plan = _place.Plan($"select * from journal_event {query}");

        Assert.Contains(index, plan);
        Assert.DoesNotContain("SORT", plan);
    }
}
