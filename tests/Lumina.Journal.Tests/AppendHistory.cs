using System.Collections.Concurrent;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>Appends without end from many workers, as grains would, and says afterwards whether the journal has what it told them.</summary>
internal sealed class AppendHistory(IReadOnlyList<SqlJournal> journals)
{
    private readonly ConcurrentBag<string> _acknowledged = [];
    private volatile TaskCompletionSource _reached = new();
    private volatile bool _enough;
    private Task _workers = Task.CompletedTask;
    private int _target;
    private int _conflicts;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>What a worker waits for before it tries again what was refused.</summary>
    public Func<Task> Patience { get; set; } = () => Task.CompletedTask;

    public void Begin(int workers) => _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(WorkAsync));

    /// <summary>Waits until so many more were acknowledged.</summary>
    public async Task AdvanceAsync(int appends)
    {
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _target, Acknowledged + appends);
        await Task.WhenAny(_workers, _reached.Task);
    }

    /// <summary>Ends the workers and looks at the journal: nothing lost, nothing twice, the chain whole, and no worker was ever told of a conflict.</summary>
    public async Task CheckAsync(SqlJournal journal)
    {
        _enough = true;
        await _workers;
        var events = await journal.ReadAsync(new JournalQuery(), Token).Select(found => found.Type).ToListAsync(Token);
        Assert.Equal(events.Count, events.Distinct().Count());
        Assert.Equal(_acknowledged.Order(StringComparer.Ordinal), events.Order(StringComparer.Ordinal));
        Assert.Equal(0, _conflicts);
        Assert.Equal(new JournalVerification(events.Count, null, null), await journal.VerifyAsync(Token));
    }

    private async Task WorkAsync(int worker)
    {
        var journal = journals[worker % journals.Count];
        var sequence = 0L;
        for (var i = 0; !_enough;)
        {
            try
            {
                sequence = (await journal.AppendAsync(Events($"s{worker}", sequence, $"{worker}-{i}"), Token)).Sequence;
                _acknowledged.Add($"{worker}-{i++}");
                if (Acknowledged >= Volatile.Read(ref _target))
                    _reached.TrySetResult();
            }
            catch (JournalUnavailableException)
            {
                await Patience();
            }
            catch (JournalConflictException)
            {
                // It was there all the while, and we were told that it was not.
                Interlocked.Increment(ref _conflicts);
                return;
            }
        }
    }
}
