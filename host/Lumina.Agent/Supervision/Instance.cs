using Lumina.Agent.Health;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Processes;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>What follows when a process that was asked to stop has ended.</summary>
internal enum AfterStop
{
    Remove,
    Restart,
    StayFailed,
}

/// <summary>
/// One instance of a component: its process, its health, its end. All of it runs under the component's lock
/// (<see cref="Component.Enter"/>), whoever brings the news.
/// </summary>
internal sealed class Instance(Component home, AgentContext agent, InstanceRecord record)
{
    private const int MostFailedStarts = 3;
    private static readonly TimeSpan UnknownStopWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillAgainAfter = TimeSpan.FromSeconds(5);

    private readonly RestartBackoff _backoff = new();
    private InstanceRun? _run;
    private AfterStop? _stop;
    private bool _isTerminating;
    private bool _isSweeping;
    private DateTimeOffset _restartAt;
    private DateTimeOffset? _trialStart;

    public InstanceRecord Record { get; private set; } = record;

    public string Id => Record.Id;

    public int Revision => Record.Revision;

    public InstancePhase Phase => Record.Phase;

    /// <summary>It is on its way out for good.</summary>
    public bool IsLeaving => Record.IsLeaving;

    /// <summary>When it wants <see cref="OnDue"/> next.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    private TimeSpan StopWithin => home.Find(Revision)?.Spec.StopWithin ?? UnknownStopWithin;

    private DateTimeOffset Now => agent.Now;

    public ObservedInstance Observe() =>
        new(Id, Phase, agent.Steady.OnTheWall(Record.Since), Record.Restarts, Record.LastAnswer, _run?.Process.Identity.Pid);

    /// <summary>Starts a process for it; it has none.</summary>
    public void Start()
    {
        DueAt = null;
        var revision = home.Find(Revision);
        if (revision is null)
            return;
        try
        {
            Record = Record with { Run = Record.Run + 1, Port = revision.Spec.Port is null ? null : agent.Ports.Take() };
            var pipe = home.PipeOf(Record);
            using var held = pipe?.Open();
            var process = ProcessSpawner.SpawnDetached(InstanceProgram.Describe(agent, home, revision, Record, pipe));
            Record = Record with { Process = process.Identity };
            agent.Logger.Started(Id, process.Identity.Pid);
            Attach(process, revision, HealthState.Starting);
        }
        catch (Exception e) when (e is SpawnException or IOException)
        {
            ReturnPort();
            AfterUnexpectedEnd(e.Message, TimeSpan.Zero);
            Rest();
        }
    }

    /// <summary>Takes over a process that an earlier agent has started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="writer">The writer of its log; null when there is none that lives.</param>
    public void Adopt(PidFd process, MarkedProcess? writer)
    {
        agent.Logger.Adopted(Id, process.Identity.Pid);
        home.PipeOf(Record)?.TakeUp(writer);
        Record = Record with { Process = process.Identity, Since = SinceAtMostNow() };
        if (Record.Port is { } port)
            agent.Ports.Claim(port);
        // What was healthy when it was last seen serves at once; the checks go on and will find out.
        Attach(process, home.Find(Revision), Record.Phase == InstancePhase.Healthy ? HealthState.Healthy : HealthState.Starting);
        if (Record.IsLeaving)
            Stop(AfterStop.Remove);
    }

    /// <summary>Its process ended while no agent was there to see it.</summary>
    public void AdoptDead()
    {
        var isOfThisBoot = Record.Process is not { } process || process.BootId == ProcessIdentity.CurrentBootId;
        if (Record.IsLeaving)
        {
            _stop = AfterStop.Remove;
        }
        else if (!isOfThisBoot)
        {
            // The machine went down with it, which says nothing about the instance.
            Record = Record with { FailedStarts = 0, LastAnswer = "ended with the machine" };
            _restartAt = Now;
            SetPhase(InstancePhase.Restarting);
        }
        else if (Phase != InstancePhase.Failed)
        {
            AfterUnexpectedEnd("ended while no agent was there", TimeSpan.Zero);
            _restartAt = Now;
        }

        Sweep();
    }

    /// <summary>A failed one gets another trial, because what is wanted was said anew.</summary>
    public void Retry()
    {
        if (Phase != InstancePhase.Failed)
            return;
        Record = Record with { FailedStarts = 0 };
        _backoff.Reset();
        _trialStart = null;
        if (_run is not null || _isSweeping)
        {
            _stop = AfterStop.Restart;
            SetPhase(InstancePhase.Restarting);
        }
        else
        {
            Restart();
        }
    }

    /// <summary>Out of the rotation, last requests answered, SIGTERM, and SIGKILL after <c>stop_within</c>.</summary>
    public void Stop(AfterStop then)
    {
        if (then == AfterStop.Remove)
            Record = Record with { IsLeaving = true };
        var wasStopping = _stop is not null;
        _stop = then;
        if (_run is null)
        {
            if (!_isSweeping)
                AfterSweep();
            return;
        }

        SetPhase(then switch
        {
            AfterStop.Remove => InstancePhase.Stopping,
            AfterStop.Restart => InstancePhase.Restarting,
            _ => InstancePhase.Failed,
        });
        if (wasStopping)
            return;

        DueAt = null;
        _run.StopProbing();
        var drained = home.Route.DrainAsync(Id);
        if (drained.IsCompleted)
            Terminate();
        else
            _ = TerminateAfterAsync(drained, _run);
    }

    public void OnDue()
    {
        if (DueAt is null || DueAt > Now)
            return;
        DueAt = null;
        if (_isTerminating)
        {
            agent.Logger.Killed(Id);
            _run?.Process.SignalGroup(Signals.Kill);
            DueAt = Now + KillAgainAfter;
        }
        else if (_run is null)
        {
            Restart();
        }
        else if (Phase == InstancePhase.Starting)
        {
            GiveUpStarting();
        }
    }

    private void Restart()
    {
        Record = Record with { Restarts = Record.Restarts + 1 };
        SetPhase(InstancePhase.Restarting);
        Start();
    }

    private void Attach(PidFd process, RevisionSpec? revision, HealthState health)
    {
        var check = HealthCheck.Of(revision?.Spec);
        var run = new InstanceRun(process, new HealthTracker(check.Spec, health));
        _run = run;
        _isTerminating = false;
        if (health == HealthState.Healthy)
            EnterRotation();
        else
            DueAt = (Record.WasHealthy ? Now : _trialStart ??= Now) + check.Spec.StartWithin;
        SetPhase(health == HealthState.Healthy ? InstancePhase.Healthy : InstancePhase.Starting);
        ExitWatcher.Shared.Watch(process, end => ThreadPool.QueueUserWorkItem(_ => home.Enter(() => OnEnded(run, end))), () => run.IsStopping);
        if (revision is not null)
            _ = CheckAsync(run, check, new ProbeTarget(check.Spec, Record.Port, InstanceProgram.DescribeProbe(agent, home, revision, Record)) { Redact = (text, isCut) => home.Redact(Revision, text, isCut) });
    }

    private async Task CheckAsync(InstanceRun run, HealthCheck check, ProbeTarget target)
    {
        try
        {
            await Checking.RunAsync(agent, run, check, target, result => home.Enter(() => OnProbed(run, result)));
        }
        catch (Exception e)
        {
            agent.Logger.Unexpected(e, $"Checking {Id}");
        }
    }

    private void OnProbed(InstanceRun run, ProbeResult result)
    {
        if (run != _run || _stop is not null)
            return;
        Record = Record with { LastAnswer = result.Answer };
        if (run.Health.Report(result.Succeeded))
        {
            var isHealthy = run.Health.State == HealthState.Healthy;
            if (isHealthy)
            {
                DueAt = null;
                Record = Record with { WasHealthy = true, FailedStarts = 0 };
                EnterRotation();
            }
            else
            {
                home.Route.Remove(Id);
            }

            SetPhase(isHealthy ? InstancePhase.Healthy : InstancePhase.Unhealthy);
        }

        if (run.Health.IsLost)
            Stop(AfterStop.Restart);
    }

    private void GiveUpStarting()
    {
        var within = Duration.Format(HealthCheck.Of(home.Find(Revision)?.Spec).Spec.StartWithin);
        Record = Record with { LastAnswer = $"not healthy within {within}; {Record.LastAnswer ?? "no check was answered"}" };
        Stop(Record.WasHealthy ? AfterStop.Restart : AfterStop.StayFailed);
    }

    private async Task TerminateAfterAsync(Task drained, InstanceRun run)
    {
        var atMost = StopWithin < agent.Options.DrainAtMost ? StopWithin : agent.Options.DrainAtMost;
        await drained.WaitAsync(atMost, agent.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        home.Enter(() =>
        {
            if (run == _run && !_isTerminating)
                Terminate();
        });
    }

    private void Terminate()
    {
        if (_run is null)
            return;
        _isTerminating = true;
        _run.IsStopping = true;
        _run.Process.SignalGroup(Signals.Terminate);
        DueAt = Now + StopWithin;
    }

    private void OnEnded(InstanceRun run, ProcessEnd end)
    {
        if (run != _run)
            return;
        var healthyFor = Phase == InstancePhase.Healthy ? Now - Record.Since : TimeSpan.Zero;
        home.Route.Remove(Id);
        ReturnPort();
        var killAt = _isTerminating ? DueAt ?? Now : Now;
        _run = null;
        _isTerminating = false;
        DueAt = null;
        run.StopProbing();
        if (_stop is null)
        {
            agent.Logger.Ended(Id, run.Process.Identity.Pid, end.ToString());
            AfterUnexpectedEnd(end.ToString(), healthyFor);
        }

        Sweep(run, killAt);
    }

    private void AfterUnexpectedEnd(string answer, TimeSpan healthyFor)
    {
        Record = Record with { LastAnswer = answer, FailedStarts = Record.WasHealthy ? 0 : Record.FailedStarts + 1 };
        if (Record.FailedStarts >= MostFailedStarts)
        {
            SetPhase(InstancePhase.Failed);
            return;
        }

        _restartAt = Now + _backoff.Next(healthyFor);
        SetPhase(InstancePhase.Restarting);
    }

    private void Sweep(InstanceRun? run = null, DateTimeOffset killAt = default)
    {
        _isSweeping = true;
        _ = SweepAsync(run, killAt);
    }

    /// <summary>A leader that has ended may have left others of its group behind, which stop in their own time until it is up.</summary>
    private async Task SweepAsync(InstanceRun? run, DateTimeOffset killAt)
    {
        await agent.Leftovers.ClearAsync(Id, run, () => Now >= killAt);
        home.Enter(() =>
        {
            _isSweeping = false;
            AfterSweep();
        });
    }

    /// <summary>Nothing of its last process is left.</summary>
    private void AfterSweep()
    {
        var then = _stop;
        _stop = null;
        switch (then)
        {
            case AfterStop.Remove:
                home.Gone(this);
                break;
            case AfterStop.Restart:
                Restart();
                break;
            default:
                Rest();
                break;
        }
    }

    private void Rest() => DueAt = Phase == InstancePhase.Failed ? null : _restartAt;

    private void EnterRotation()
    {
        if (Record.Port is { } port)
            home.Route.Add(new Backend(Id, Revision, port));
    }

    private void ReturnPort()
    {
        if (Record.Port is { } port)
            agent.Ports.Return(port);
    }

    // A predecessor may not have known it, or have known it by a clock that has been set back since.
    private DateTimeOffset SinceAtMostNow() => Record.Since == default || Record.Since > Now ? Now : Record.Since;

    private void SetPhase(InstancePhase phase)
    {
        if (phase != Phase)
        {
            Record = Record with { Phase = phase, Since = Now };
            agent.Logger.PhaseChanged(Id, phase, Record.LastAnswer);
        }

        home.Save(Record);
    }
}
