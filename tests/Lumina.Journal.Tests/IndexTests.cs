using System.Text.RegularExpressions;
using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;
using Lumina.Journal.Reading;

namespace Lumina.Journal.Tests;

/// <summary>What the product asks, asked how it would be answered: nothing reads a table that grows from end to end.</summary>
public abstract partial class IndexTests(JournalPlace place) : PlaceTests(place)
{
    private readonly JournalPlace _place = place;

    public sealed class OnSqlite() : IndexTests(new SqlitePlace());

    public sealed class OnPostgres() : IndexTests(new PostgresPlace());

    [Theory]
    [InlineData(ArchiveStore.Ends)]
    [InlineData(ArchiveStore.TimeOf)]
    [InlineData(ArchiveStore.Holding)]
    [InlineData(ArchiveStore.KeepStreams)]
    [InlineData(ArchiveStore.Remove)]
    [InlineData(ArchiveStore.Find)]
    [InlineData(ArchiveStore.FollowedStream)]
    [InlineData(CheckpointStore.Page)]
    [InlineData(CheckpointStore.HashOf)]
    [InlineData(CheckpointStore.End)]
    [InlineData(CheckpointStore.Archived)]
    public void Archives_and_checkpoints_are_found_by_an_index(string sql) => Assert.False(ReadsAll(sql), Plan(sql));

    [Theory]
    [InlineData("dep-1", null, "by-deployment")]
    [InlineData(null, "cmp-1", "by-stream")]
    [InlineData("dep-1", "cmp-1", "by-")]
    [InlineData(null, null, "by-position")]
    public void Events_of_a_deployment_and_of_a_component_are_found_by_an_index(string? deployment, string? stream, string index)
    {
        var first = EventReader.Page(new JournalQuery(Stream: stream, Deployment: deployment), null).Sql;

        Assert.Contains(index, Plan(first), StringComparison.Ordinal);
        Assert.False(ReadsAll(first), Plan(first));
    }

    [Fact]
    public void One_that_no_index_answers_is_seen() => Assert.True(ReadsAll("select position from journal_event where type = 'x'"));

    /// <summary>SQLite says SCAN also of an index that it goes along in order, which a limit ends.</summary>
    private bool ReadsAll(string sql) => WholeTable().IsMatch(Plan(sql)) && !sql.EndsWith("limit 1", StringComparison.Ordinal);

    private string Plan(string sql) => _place.Plan(Parameter().Replace(sql, name => name.Groups[1].Value is "key" or "stream" or "deployment" ? "'x'" : "5"));

    [GeneratedRegex(@"Seq Scan|SCAN (?!CONSTANT)", RegexOptions.CultureInvariant)]
    private static partial Regex WholeTable();

    [GeneratedRegex(@"@(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
