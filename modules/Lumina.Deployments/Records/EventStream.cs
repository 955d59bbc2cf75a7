using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Journal;

namespace Lumina.Deployments.Records;

/// <summary>
/// A grain's own stream: its state is the fold of the events, and an event is on disk before anything is done about it.
/// Calls may overlap (a reentrant grain); they are put in a row.
/// </summary>
internal sealed class EventStream<TState, TEvent>(
    IJournal journal, string name, TState initial, Func<TState, TEvent, TState> fold, Func<TEvent, string> typeOf,
    Func<TState, string?> deploymentOf, Func<TState, DateTimeOffset?> dueOf, Func<StreamHead, TState> read, JsonTypeInfo<TState> stateJson, JsonTypeInfo<TEvent> eventJson)
    : IDisposable
    where TState : class
    where TEvent : class
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public TState State { get; private set; } = initial;

    /// <summary>The sequence number of the last event; the fence of every effect that follows from it.</summary>
    public long Sequence { get; private set; }

    public bool Exists => Sequence > 0;

    /// <exception cref="UnknownRecordException">A newer program wrote it.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var head = await journal.ReadHeadAsync(name, cancellationToken);
        Sequence = head.Sequence;
        if (head.Sequence > 0)
            State = read(head);
    }

    /// <summary>Appends what <paramref name="decide"/> makes of the state as it is when its turn has come; nothing when it returns nothing.</summary>
    /// <param name="decide">What happens.</param>
    /// <param name="guard">Where another stream has to be for it to count; null for no such condition.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JournalConflictException">Another activation has written; this one has to end.</exception>
    /// <exception cref="JournalUnavailableException">Nothing was appended; try again later.</exception>
    /// <exception cref="JournalGuardException">The guard is elsewhere; nothing was appended.</exception>
    public async Task<bool> AppendAsync(Func<TState, IReadOnlyList<TEvent>> decide, StreamGuard? guard, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var events = decide(State);
            if (events.Count == 0)
                return false;
            var next = events.Aggregate(State, fold);
            var deployment = deploymentOf(next);
            var written = new NewEvent[events.Count];
            for (var i = 0; i < written.Length; i++)
                written[i] = new NewEvent(typeOf(events[i]), deployment, JsonSerializer.SerializeToUtf8Bytes(events[i], eventJson));
            var head = await journal.AppendAsync(
                new Append(name, Sequence, written, JsonSerializer.SerializeToUtf8Bytes(next, stateJson), dueOf(next)) { Guard = guard }, cancellationToken);
            State = next;
            Sequence = head.Sequence;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="AppendAsync(Func{TState, IReadOnlyList{TEvent}}, StreamGuard?, CancellationToken)"/>
    public Task<bool> AppendAsync(Func<TState, IReadOnlyList<TEvent>> decide, CancellationToken cancellationToken = default) => AppendAsync(decide, null, cancellationToken);

    public Task<bool> AppendAsync(params TEvent[] events) => AppendAsync(_ => events);

    public void Dispose() => _turn.Dispose();
}
