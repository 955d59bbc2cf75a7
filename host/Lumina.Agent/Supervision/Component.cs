using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>One component on this machine: what is wanted, what is there, and the steps from the one to the other.</summary>
internal sealed partial class Component : IDisposable
{
    // Soon: nobody answers meanwhile, and whoever has the port is most likely a predecessor that is still being cleared away.
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly AgentContext _agent;
    private readonly ComponentStore _store;
    private readonly List<Instance> _instances = [];
    private readonly ITimer _timer;
    private readonly PreviewAddress _preview;
    private ComponentState _state;
    private ImmutableArray<int> _ports = [];
    private DateTimeOffset? _listenAgainAt;
    private bool _isClosed;

    public Component(AgentContext agent, ComponentKey key, ComponentStore store, ComponentState? state)
    {
        _agent = agent;
        _store = store;
        Key = key;
        Contents = new ComponentContents(agent, key, store);
        Route = new GatewayRoute(key.Component, key.ToString(), agent.CookieKey);
        _preview = new PreviewAddress(agent.Gateway, Route);
        _state = state ?? new ComponentState { Component = key };
        if (_state.Traffic is { } kept)
            _state = _state with { Traffic = TrafficSplitRules.Whole(kept) };
        _timer = agent.Clock.CreateTimer(_ => Enter(OnDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Route.SetTraffic(TrafficRules.Shares(_state.Traffic));
    }

    public ComponentKey Key { get; }

    public GatewayRoute Route { get; }

    /// <summary>What the instances get beside what is in their specification. Under the component's lock.</summary>
    public ComponentContents Contents { get; }

    public string LogFolder => _store.LogFolder;

    /// <summary>Nothing is wanted and nothing is there.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return !_state.Exists && _instances.Count == 0;
        }
    }

    /// <summary>Everything that changes the component goes through here, one thing at a time.</summary>
    public void Enter(Action step)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            try
            {
                step();
                Reconcile();
            }
            catch (Exception e)
            {
                // A bug in one component must not end the others' supervision.
                _agent.Logger.Unexpected(e, $"A step of {Key}");
            }
        }
    }

    /// <summary>Takes up what an earlier agent has left: see <see cref="Adoption"/>.</summary>
    /// <exception cref="InvalidDataException">It could not: then nothing of the component is touched, for what is not known to run
    /// would be started twice.</exception>
    public void Adopt(IReadOnlyList<MarkedProcess> found, IReadOnlyDictionary<string, MarkedProcess> writers)
    {
        lock (_gate)
        {
            try
            {
                foreach (var adopted in Adoption.Match(_store.ReadRecords(), found))
                    Adopt(adopted, writers);
            }
            catch (Exception e)
            {
                _isClosed = true;
                throw new InvalidDataException($"the processes of {Key} could not be taken over: {e.Message}", e);
            }

            var known = _instances.Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var orphaned in found.Select(process => process.Instance).Where(instance => !known.Contains(instance)).Distinct())
                _ = _agent.Sweeper.SweepAsync(orphaned);
            Enter(() => { });
        }
    }

    public CommandAnswer Prepare(Operation operation, RevisionSpec revision, WireContents? contents) => Answer(operation, () =>
    {
        if ((Check(revision) ?? Contents.Check(revision, contents)) is { } problem)
            return (_state, Failed(problem));
        Contents.Keep(revision.Number, contents);
        if (ComponentContents.SayTooShort(contents) is not { } tooShort)
            return (Prepared(), Done());
        _agent.Logger.TooShort(Key, revision.Number, tooShort);
        return (Prepared(), Done() with { Reason = tooShort });

        ComponentState Prepared() => contents is null ? _state : _state with { Prepared = revision.Number };
    });

    public CommandAnswer Scale(Operation operation, RevisionSpec revision, int instances, WireContents? contents)
    {
        // What failed is not tried again when fewer are wanted: it is what goes.
        var isMore = false;
        return Answer(operation, Decide, () =>
        {
            if (isMore)
                _instances.FindAll(instance => instance.Revision == revision.Number).ForEach(instance => instance.Retry());
        });

        (ComponentState State, CommandAnswer Answer) Decide()
        {
            if (instances is < 0 or > 10_000)
                return (_state, Failed($"{instances} instances can't be had: 0 to 10000"));
            if (instances > 0 && Check(revision) is { } problem)
                return (_state, Failed(problem));
            var isToStart = instances > _instances.Count(instance => instance.Revision == revision.Number && !instance.IsLeaving);
            if (instances > 0 && (contents is not null || isToStart) && Contents.Check(revision, contents) is { } missing)
                return (_state, Failed(missing));
            if (instances > 0)
                Contents.Keep(revision.Number, contents);

            isMore = instances > 0 && instances >= (_state.Find(revision.Number)?.Instances ?? 0);
            var wanted = new WantedRevision(revision, instances);
            // What is neither wanted nor there any more is forgotten here.
            var others = _state.Revisions.Where(other =>
                other.Revision.Number != revision.Number && (other.Instances > 0 || _instances.Exists(i => i.Revision == other.Revision.Number)));
            var prepared = _state.Prepared == revision.Number ? null : _state.Prepared;
            return (_state with { Exists = true, Prepared = prepared, Revisions = [.. others, wanted] }, Done());
        }
    }

    public CommandAnswer SetTraffic(Operation operation, TrafficSplit traffic) => Answer(operation, () =>
    {
        var whole = TrafficSplitRules.Whole(traffic);
        return TrafficSplitRules.Check(whole) is { } problem
            ? (_state, Failed(problem))
            // Said before its first instance is wanted, it is seen all the same: whoever said it looks whether it is so.
            : (_state with { Exists = true, Traffic = whole }, Done());
    });

    public CommandAnswer Remove(Operation operation) => Answer(operation, () => (
        _state with
        {
            Exists = false,
            Prepared = null,
            Traffic = null,
            Revisions = [.. _state.Revisions.Select(wanted => wanted with { Instances = 0 })],
        },
        Done()));

    /// <summary>Null when there is nothing of it.</summary>
    public Observation? Observe()
    {
        lock (_gate)
        {
            if (!_state.Exists && _instances.Count == 0)
                return null;
            var revisions =
                from number in _state.Revisions.Select(wanted => wanted.Revision.Number).Concat(_instances.Select(i => i.Revision)).Distinct().Order()
                let wanted = _state.Find(number)?.Instances ?? 0
                let instances = _instances.Where(instance => instance.Revision == number).Select(instance => instance.Observe()).ToImmutableArray()
                where wanted > 0 || instances.Length > 0
                select new ObservedRevision(number, wanted, instances);
            return new Observation(Key, Endpoint(), [.. revisions], _state.Traffic) { PreviewEndpoint = _preview.Endpoint };
        }
    }

    public TrafficMetrics Measure() => new(
        _agent.Gateway.Epoch, _agent.Now,
        [.. Route.Measure().Revisions.Select(r => new RevisionMetrics(r.Revision, r.Requests, r.Errors, r.Latency, r.LatencySum))]);

    /// <summary>The logs that are being written.</summary>
    public IReadOnlyList<string> LiveInstances()
    {
        lock (_gate)
            return [.. _instances.Select(instance => instance.Id)];
    }

    public RevisionSpec? Find(int revision) => _state.Find(revision)?.Revision;

    public void Save(InstanceRecord record)
    {
        try
        {
            _store.Write(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _agent.Logger.RecordNotWritten(e, record.Id);
        }
    }

    /// <summary>An instance has left, with everything that belonged to it.</summary>
    public void Gone(Instance instance)
    {
        _instances.Remove(instance);
        _store.DeleteRecord(instance.Id);
    }

    /// <summary>Lets go of everything and stops nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _timer.Dispose();
        }
    }

    private void Adopt(Adopted adopted, IReadOnlyDictionary<string, MarkedProcess> writers)
    {
        var instance = new Instance(this, _agent, adopted.Record);
        _instances.Add(instance);
        if (adopted.Process is { } process)
            instance.Adopt(process, writers.GetValueOrDefault(ComponentStore.PipeName(adopted.Record)));
        else
            instance.AdoptDead();
    }

    private static CommandAnswer Done() => new(TargetOutcome.Done, null);

    private static CommandAnswer Failed(string reason) => new(TargetOutcome.Failed, reason);

    private CommandAnswer Answer(Operation operation, Func<(ComponentState State, CommandAnswer Answer)> decide, Action? then = null)
    {
        CommandAnswer answer = new(TargetOutcome.Unavailable, "the agent could not carry it out; its log says why");
        Enter(() =>
        {
            if (_state.AnswerBefore(operation) is { } before)
            {
                answer = before;
                return;
            }

            var traffic = _state.Traffic;
            var (state, decided) = decide();
            try
            {
                // On disk before it is acted on.
                var next = state.Answered(operation, decided) with { Ports = Ports(state) };
                _store.Write(next);
                _state = next;
                answer = decided;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                answer = new CommandAnswer(TargetOutcome.Unavailable, $"the agent could not write down what is wanted: {e.Message}");
                return;
            }

            if (!ReferenceEquals(traffic, _state.Traffic))
                Route.SetTraffic(TrafficRules.Shares(_state.Traffic));
            if (answer.Outcome == TargetOutcome.Done)
                then?.Invoke();
        });
        _agent.Logger.Answered(operation.Id, Key, answer.Outcome, answer.Reason);
        return answer;
    }

    private string? Check(RevisionSpec revision) =>
        ProgramFinder.Check(revision) ?? (revision.Spec.Port is { } port && !_ports.Contains(port) ? StablePort.Check(_agent, Key, port) : null);

    private void OnDue()
    {
        foreach (var instance in _instances.ToList())
            instance.OnDue();
    }

    private void Reconcile()
    {
        Listen();
        foreach (var instance in _instances.Where(instance => !instance.IsLeaving && _state.Find(instance.Revision) is null).ToList())
            instance.Stop(AfterStop.Remove);
        foreach (var wanted in _state.Revisions)
            Reconcile(wanted);
        Listen();
        Forget();
        ArmTimer();
    }

    private void Reconcile(WantedRevision wanted)
    {
        var number = wanted.Revision.Number;
        var here = _instances.Where(instance => instance.Revision == number && !instance.IsLeaving).ToList();
        // The least useful go first, of equals the youngest.
        foreach (var tooMany in here.OrderBy(Usefulness).ThenByDescending(i => i.Record.CreatedAt).Take(here.Count - wanted.Instances))
            tooMany.Stop(AfterStop.Remove);
        for (var i = here.Count; i < wanted.Instances; i++)
        {
            var now = _agent.Now;
            var instance = new Instance(this, _agent, new InstanceRecord { Id = NewId(number), Revision = number, CreatedAt = now, Since = now });
            _instances.Add(instance);
            instance.Start();
        }
    }

    private static int Usefulness(Instance instance) => instance.Phase switch
    {
        InstancePhase.Failed => 0,
        InstancePhase.Restarting => 1,
        InstancePhase.Starting => 2,
        InstancePhase.Unhealthy => 3,
        _ => 4,
    };

    private string NewId(int revision) => string.Create(
        CultureInfo.InvariantCulture, $"{Key.Component}-{revision}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");

    private void ArmTimer()
    {
        var due = _listenAgainAt;
        foreach (var instance in _instances)
        {
            if (instance.DueAt is { } at && (due is null || at < due))
                due = at;
        }

        if (due is null)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var left = due.Value - _agent.Now;
        // A timer may fire a little early by the clock that we compare with.
        _timer.Change(left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
