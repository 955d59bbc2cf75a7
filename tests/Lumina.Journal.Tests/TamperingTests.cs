using System.IO.Compression;
using System.Text;
using CsCheck;
using Lumina.Journal.Archives;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>Whatever is done to a journal that was signed to its end, the audit finds.</summary>
public abstract class TamperingTests : PlaceTests
{
    private static readonly string[] Columns = ["position", "stream", "sequence", "at", "type", "deployment", "data", "hash"];

    private readonly JournalPlace _place;
    private readonly KeptJournal _kept;
    private readonly int _times;

    protected TamperingTests(JournalPlace place, int times)
        : base(place)
    {
        _place = place;
        _times = times;
        _kept = new(place);
    }

    public sealed class OnSqlite() : TamperingTests(new SqlitePlace(), 200);

    public sealed class OnPostgres() : TamperingTests(new PostgresPlace(), 60);

    public override async ValueTask InitializeAsync()
    {
        await _kept.FillAsync();
        _place.Tamper("create table saved_event as select * from journal_event");
        _place.Tamper("create table saved_head as select * from journal_head");
    }

    protected override void Forget() => _kept.Dispose();

    /// <summary>A single bit of one value; a row removed or added; two rows swapped; the tail cut, with heads that fit. The chain made anew afterwards, or not.</summary>
    [Fact]
    public async Task Any_tampering_is_found()
    {
        var bit = Gen.Select(Gen.Int[1, 12], Gen.Int[0, Columns.Length - 1], Gen.Int[0, 1000], (row, column, at) => (0, row, column, at));
        var other = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 12], Gen.Int[1, 12], (kind, row, second) => (kind, row, second, 0));
        await Gen.Select(Gen.Frequency((3, bit), (2, other)), Gen.Bool).SampleAsync(
            async (tampering, rechain) =>
            {
                if (!Tamper(tampering))
                    return;
                if (rechain)
                    await Rechaining.RunAsync(_place, _kept.Journal);
                if (Same())
                    return;
                var audit = await _kept.AuditAsync();
                Restore();
                // What is added after the last checkpoint, and chained as it should be, nobody can tell from what a host has added: it is not signed.
                Assert.True(audit.Reason is not null || (tampering.Item1 == 2 && rechain && (audit.SignedUpTo, audit.End) == (12, 13)));
            },
            iter: _times, threads: 1);
        Assert.Null((await _kept.AuditAsync()).Reason);
    }

    [Fact]
    public async Task Any_byte_changed_in_an_archive_is_found_or_changes_nothing_that_it_holds()
    {
        var file = (await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5))).Files[0].File;
        var packed = await File.ReadAllBytesAsync(file, Token);
        var lines = ArchiveFile.Lines(file).ToList();
        var copy = Path.Combine(_kept.ArchiveFolder, "copy.gz");

        Gen.Select(Gen.Int[0, packed.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, flip) =>
            {
                var changed = packed.ToArray();
                changed[at] ^= flip;
                File.WriteAllBytes(copy, changed);
                Assert.True(ArchiveVerification.Run(copy).Reason is not null || ArchiveFile.Lines(copy).SequenceEqual(lines));
            },
            iter: _times * 4, threads: 1);
    }

    [Fact]
    public async Task Any_change_of_what_an_archive_holds_is_found()
    {
        var file = (await _kept.ArchiveAsync(TimeSpan.FromSeconds(3.5))).Files[0].File;
        var lines = ArchiveFile.Lines(file).ToList();
        var copy = Path.Combine(_kept.ArchiveFolder, "copy.gz");
        Assert.Null(ArchiveVerification.Run(file).Reason);

        Gen.Select(Gen.Int[0, 3], Gen.Int[0, lines.Count - 1], Gen.Int[0, lines.Count - 1], Gen.Int[0, 10_000], Gen.Int[0, 6]).Sample(
            (kind, line, second, at, bit) =>
            {
                var changed = lines.ToList();
                switch (kind)
                {
                    case 0: changed.RemoveAt(line); break;
                    case 1: changed.Insert(second, lines[line]); break;
                    case 2: (changed[line], changed[second]) = (changed[second], changed[line]); break;
                    default:
                        var bytes = Encoding.UTF8.GetBytes(changed[line]);
                        bytes[at % bytes.Length] ^= (byte)(1 << bit);
                        changed[line] = Encoding.UTF8.GetString(bytes);
                        break;
                }

                using (var stream = new GZipStream(File.Create(copy), CompressionLevel.Fastest))
                    stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', changed) + "\n"));
                Assert.True(changed.SequenceEqual(lines) || ArchiveVerification.Run(copy).Reason is not null, $"{kind} {line} {second} {at} {bit}");
            },
            iter: _times * 4, threads: 1);
    }

    private bool Tamper((int Kind, int Row, int Second, int At) tampering)
    {
        var (kind, row, second, at) = tampering;
        switch (kind)
        {
            case 0:
                return Flip(row, Columns[second], at);
            case 1:
                _place.Tamper($"delete from journal_event where position = {row}");
                return true;
            case 2:
                _place.Tamper($"insert into journal_event select 13, 's9', 1, at, type, deployment, data, hash from journal_event where position = {row}");
                _place.Tamper("insert into journal_head values ('s9', 1, 13, zeroblob(0), null)");
                return true;
            case 3:
                _place.Tamper($"update journal_event set position = 100 where position = {row}");
                _place.Tamper($"update journal_event set position = {row} where position = {second}");
                _place.Tamper($"update journal_event set position = {second} where position = 100");
                return true;
            default:
                _place.Tamper($"delete from journal_event where position >= {row}");
                _place.Tamper("delete from journal_head where stream not in (select stream from journal_event)");
                _place.Tamper("update journal_head set sequence = (select max(sequence) from journal_event e where e.stream = journal_head.stream), position = (select max(position) from journal_event e where e.stream = journal_head.stream)");
                return true;
        }
    }

    private bool Flip(int row, string column, int at)
    {
        var value = _place.Tamper($"select {column} from journal_event where position = {row}");
        var changed = value switch
        {
            // Not to a number that another row has.
            long number => $"{number ^ (1L << (10 + (at % 30)))}",
            string text => $"'{text[..^1]}{(char)(text[^1] ^ (1 << (at % 3)))}'",
            byte[] bytes => $"x'{Convert.ToHexString(bytes.Select((b, i) => i == at / 8 % bytes.Length ? (byte)(b ^ (1 << (at % 8))) : b).ToArray())}'",
            _ => "'dep-1'",
        };
        // A stream that has an event of this number already: the database itself refuses that.
        if (column == "stream" && (string?)value != changed.Trim('\'') && Convert.ToInt64(_place.Tamper(
                $"select count(*) from journal_event e where e.stream = {changed} and e.sequence = (select sequence from journal_event where position = {row})"), null) > 0)
            return false;
        _place.Tamper($"update journal_event set {column} = {changed} where position = {row}");
        return true;
    }

    private bool Same() => Convert.ToInt64(
        _place.Tamper(
            """
            select (select count(*) from (select * from saved_event except select * from journal_event) as a)
                 + (select count(*) from (select * from journal_event except select * from saved_event) as b)
                 + (select count(*) from (select * from saved_head except select * from journal_head) as c)
            """),
        null) == 0;

    private void Restore()
    {
        _place.Tamper("delete from journal_event");
        _place.Tamper("insert into journal_event select * from saved_event");
        _place.Tamper("delete from journal_head");
        _place.Tamper("insert into journal_head select * from saved_head");
    }
}
