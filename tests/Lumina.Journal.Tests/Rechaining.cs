using Lumina.Journal.Chain;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>What somebody would do who knows how the chain is made.</summary>
internal static class Rechaining
{
    public static async Task RunAsync(JournalPlace place, SqlJournal journal)
    {
        var hasher = new EventHash();
        var previous = EventHash.Genesis.ToArray();
        foreach (var found in await journal.ReadAsync(new JournalQuery(), Token).ToListAsync(Token))
        {
            previous = hasher.Compute(
                previous, found.Position, found.Stream, found.Sequence, Ticks.Of(found.At), found.Type, found.Deployment, found.Data.Span);
            place.Tamper($"update journal_event set hash = x'{Convert.ToHexString(previous)}' where position = {found.Position}");
        }
    }
}
