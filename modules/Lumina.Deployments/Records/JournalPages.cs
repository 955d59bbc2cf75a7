using System.Runtime.CompilerServices;
using Lumina.Journal;

namespace Lumina.Deployments.Records;

/// <summary>Reading more than one page.</summary>
public static class JournalPages
{
    private const int Page = 10_000;

    /// <summary>All events that match now, however many; the query's own limit does not count.</summary>
    public static async IAsyncEnumerable<JournalEvent> ReadToEndAsync(
        this IJournal journal, JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(query);
        var after = query.After;
        int read;
        do
        {
            read = 0;
            await foreach (var e in journal.ReadAsync(query with { After = after, Limit = Page }, cancellationToken))
            {
                read++;
                after = e.Position;
                yield return e;
            }
        }
        while (read == Page);
    }
}
