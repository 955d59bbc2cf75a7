using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class AppendTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlJournal _journal;

    protected AppendTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _journal = place.Open();
    }

    public sealed class OnSqlite() : AppendTests(new SqlitePlace());

    public sealed class OnPostgres() : AppendTests(new PostgresPlace());

    [Fact]
    public async Task An_append_returns_the_new_head_and_the_events_can_be_read()
    {
        var due = new DateTimeOffset(2026, 5, 6, 7, 8, 9, 123, TimeSpan.FromHours(2)).AddTicks(4567);
        var head = await _journal.AppendAsync(
            new Append("cmp-dev/a", 0, [new("started", "dep-1", Bytes("""{"a":1}""")), new("ended", null, Bytes("{}"))], Bytes("""{"s":2}"""), due), Token);

        Assert.Equal(2, head.Sequence);
        Assert.Equal(due, head.DueAt);
        var read = await _journal.ReadHeadAsync("cmp-dev/a", Token);
        Assert.Equal(head with { State = default }, read with { State = default });
        Assert.Equal("""{"s":2}"""u8, read.State.Span);
        var events = await _journal.ReadAsync(new JournalQuery(), Token).ToListAsync(Token);
        Assert.Equal(["started", "ended"], events.Select(found => found.Type));
        Assert.Equal(["dep-1", null], events.Select(found => found.Deployment));
        Assert.Equal([1, 2], events.Select(found => found.Sequence));
        Assert.Equal(head.Position, events[1].Position);
        Assert.Equal("""{"a":1}"""u8, events[0].Data.Span);
        Assert.All(events, found => Assert.Equal(_place.Time.GetUtcNow(), found.At));
        Assert.Equal(events[1].Position, await _journal.ReadPositionAsync(Token));
    }

    [Fact]
    public async Task An_empty_journal_has_position_zero_and_empty_heads()
    {
        Assert.Equal(0, await _journal.ReadPositionAsync(Token));
        var head = await _journal.ReadHeadAsync("cmp-x", Token);
        Assert.Equal((0, 0, true, null), (head.Sequence, head.Position, head.State.IsEmpty, head.DueAt));
        Assert.Equal(new JournalVerification(0, null, null), await _journal.VerifyAsync(Token));
    }

    [Fact]
    public async Task An_append_that_hangs_on_another_stream_is_written_only_while_that_one_has_not_moved()
    {
        await _journal.AppendAsync(Events("dep-1", 0, "begun"), Token);
        await _journal.AppendAsync(Events("cmp-a", 0, "started") with { Guard = new StreamGuard("dep-1", 1) }, Token);
        await _journal.AppendAsync(Events("dep-1", 1, "cancelled"), Token);

        // At once after a batch it is tried without asking first, and after another writer's it is not: both have to notice.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var moved = await Assert.ThrowsAsync<JournalGuardException>(() => _journal.AppendAsync(Events("cmp-b", 0, "started") with { Guard = new StreamGuard("dep-1", 1) }, Token));
            Assert.Equal(("dep-1", 1, 2), (moved.Stream, moved.Expected, moved.Actual));
            Assert.Equal(0, (await _journal.ReadHeadAsync("cmp-b", Token)).Sequence);
            await using var other = _place.Open();
            await other.AppendAsync(Events($"cmp-other{attempt}", 0, "started") with { Guard = new StreamGuard("dep-1", 2) }, Token);
        }
        await Assert.ThrowsAsync<JournalGuardException>(() => _journal.AppendAsync(Events("cmp-b", 0, "started") with { Guard = new StreamGuard("dep-unknown", 1) }, Token));
        Assert.Equal(1, (await _journal.AppendAsync(Events("cmp-b", 0, "started") with { Guard = new StreamGuard("dep-1", 2) }, Token)).Sequence);
        Assert.Null((await _journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task Begins_and_the_cancel_between_them_agree_however_they_share_a_transaction()
    {
        await _journal.AppendAsync(Events("dep-1", 0, "begun"), Token);

        var begins = Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await _journal.AppendAsync(Events($"cmp-{i}", 0, "started") with { Guard = new StreamGuard("dep-1", 1) }, Token)).Position;
            }
            catch (JournalGuardException)
            {
                return long.MaxValue;
            }
        })).ToArray();
        var cancelled = await _journal.AppendAsync(Events("dep-1", 1, "cancelled"), Token);

        Assert.All((await Task.WhenAll(begins)).Where(begun => begun != long.MaxValue), begun => Assert.True(begun < cancelled.Position));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_that_expects_another_sequence_is_a_conflict_and_appends_nothing(long expected)
    {
        await _journal.AppendAsync(Events("s", 0, "a", "b"), Token);

        var conflict = await Assert.ThrowsAsync<JournalConflictException>(() => _journal.AppendAsync(Events("s", expected, "c"), Token));

        Assert.Equal(("s", expected, 2L), (conflict.Stream, conflict.Expected, conflict.Actual));
        Assert.Equal(2, await _journal.ReadPositionAsync(Token));
    }

    [Fact]
    public async Task A_conflict_in_a_batch_fails_alone()
    {
        var appends = Enumerable.Range(0, 200).Select(i => _journal.AppendAsync(Events($"s{i % 100}", 0, "first"), Token)).ToList();

        var outcomes = await Task.WhenAll(appends.Select(async append =>
        {
            try
            {
                await append;
                return true;
            }
            catch (JournalConflictException)
            {
                return false;
            }
        }));

        Assert.All(Enumerable.Range(0, 100), i => Assert.Single(new[] { outcomes[i], outcomes[i + 100] }, won => won));
        Assert.Equal(100, await _journal.ReadPositionAsync(Token));
    }

    [Fact]
    public async Task Many_concurrent_appends_leave_every_head_right_and_every_stream_in_order()
    {
        const int Streams = 64;
        const int Appends = 50;
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async stream =>
        {
            for (var i = 0; i < Appends; i++)
            {
                var head = await _journal.AppendAsync(Events($"s{stream:00}", i * 2, $"{i}a", $"{i}b"), Token);
                Assert.Equal(i * 2 + 2, head.Sequence);
            }
        }));

        var heads = await _journal.ReadHeadsAsync("s", Token).ToListAsync(Token);
        Assert.Equal(Streams, heads.Count);
        Assert.All(heads, head => Assert.Equal(Appends * 2, head.Sequence));
        Assert.All(heads, head => Assert.Equal($"{{\"at\":{Appends * 2}}}", System.Text.Encoding.UTF8.GetString(head.State.Span)));
        foreach (var head in heads)
        {
            var events = await _journal.ReadAsync(new JournalQuery(Stream: head.Stream), Token).ToListAsync(Token);
            Assert.Equal(Enumerable.Range(0, Appends).SelectMany(i => new[] { $"{i}a", $"{i}b" }), events.Select(found => found.Type));
            Assert.Equal(Enumerable.Range(1, Appends * 2).Select(i => (long)i), events.Select(found => found.Sequence));
            Assert.Equal(head.Position, events[^1].Position);
        }

        Assert.Equal(new JournalVerification(Streams * Appends * 2, null, null), await _journal.VerifyAsync(Token));
    }

    [Fact]
    public async Task Two_writers_on_one_file_agree_on_every_stream()
    {
        var journals = new[] { _journal, _place.Open() };
        var conflicts = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            var journal = journals[worker % 2];
            for (var appended = 0; appended < 20;)
            {
                // Eight workers, four of each writer, fight over each of two streams.
                var stream = $"s{worker / 8}";
                var sequence = (await journal.ReadHeadAsync(stream, Token)).Sequence;
                try
                {
                    await journal.AppendAsync(Events(stream, sequence, $"{worker}-{appended}"), Token);
                    appended++;
                }
                catch (JournalConflictException)
                {
                    Interlocked.Increment(ref conflicts);
                }
            }
        }));

        var events = await _journal.ReadAsync(new JournalQuery(), Token).ToListAsync(Token);
        Assert.Equal(16 * 20, events.Select(found => found.Type).Distinct().Count());
        Assert.Equal(new JournalVerification(16 * 20, null, null), await journals[1].VerifyAsync(Token));
    }

    [Fact]
    public async Task A_writer_sees_that_another_has_advanced_a_stream_that_it_knew()
    {
        var other = _place.Open();
        await _journal.AppendAsync(Events("s", 0, "a"), Token);
        await other.AppendAsync(Events("s", 1, "b"), Token);

        var conflict = await Assert.ThrowsAsync<JournalConflictException>(() => _journal.AppendAsync(Events("s", 1, "c"), Token));
        var head = await _journal.AppendAsync(Events("s", 2, "c"), Token);

        Assert.Equal(2, conflict.Actual);
        Assert.Equal((3, 3), (head.Sequence, head.Position));
    }

    [Fact]
    public async Task Several_appends_to_one_stream_may_be_in_flight()
    {
        var heads = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _journal.AppendAsync(Events("s", i, $"{i}"), Token)));

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), heads.Select(head => head.Sequence));
        Assert.Equal(100, (await _journal.ReadHeadAsync("s", Token)).Sequence);
        Assert.Null((await _journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task Appending_to_a_closed_journal_says_so()
    {
        await _journal.DisposeAsync();

        await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync(Events("s", 0, "a"), Token));
    }

    [Fact]
    public async Task Closing_the_journal_writes_what_was_waiting()
    {
        var appends = Enumerable.Range(0, 500).Select(i => _journal.AppendAsync(Events($"s{i}", 0, "a"), Token)).ToList();

        await _journal.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), head => Assert.Equal(1, head.Sequence));
    }

    [Fact]
    public async Task An_append_that_was_given_up_before_it_began_is_not_written()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _journal.AppendAsync(Events("s", 0, "a"), given.Token));

        Assert.Equal(0, (await _journal.ReadHeadAsync("s", Token)).Sequence);
    }

    public static TheoryData<Append> TooLarge => new(
        Events("", 0, "a"),
        Events(new string('s', 401), 0, "a"),
        Events("half \uD800 pair", 0, "a"),
        Events("nul\0", 0, "a"),
        Events("s", -1, "a"),
        Events("s", 0),
        Events("s", 0, [.. Enumerable.Repeat("a", JournalBounds.Events + 1)]),
        Events("s", 0, ""),
        Events("s", 0, new string('t', JournalBounds.NameLength + 1)),
        new Append("s", 0, [new("a", "", Bytes("{}"))], default, null),
        new Append("s", 0, [new("a", null, new byte[JournalBounds.DataSize + 1])], default, null),
        new Append("s", 0, [new("a", null, default)], new byte[JournalBounds.StateSize + 1], null));

    [Theory]
    [MemberData(nameof(TooLarge), DisableDiscoveryEnumeration = true)]
    public async Task What_is_out_of_bounds_is_refused(Append append)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _journal.AppendAsync(append, Token));
    }

    [Fact]
    public async Task What_is_just_within_bounds_is_kept()
    {
        var stream = new string('ÿ', 400);
        var data = new byte[JournalBounds.DataSize];
        data[^1] = 1;

        await _journal.AppendAsync(new Append(stream, 0, [new(new string('t', JournalBounds.NameLength), null, data)], default, null), Token);

        var found = await _journal.ReadAsync(new JournalQuery(Stream: stream), Token).SingleAsync(Token);
        Assert.Equal(data, found.Data.ToArray());
    }
}
