using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Judging;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Deployments.Verification;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>
/// One component on the simulated target under a clock that only the stage moves: what its grain does, tick by tick, without a silo. After
/// every tick it is looked at whether what must always hold does.
/// </summary>
internal sealed class Stage
{
    private static readonly JsonSerializerOptions Json = PlanJson.With(RecordJson.Default);
    private static readonly ComponentKey Key = new("test", "plan", "web");

    private readonly FakeTimeProvider _time = new();
    private readonly HostTime _clock;
    private Examination _examination;
    private RolloutRun? _run;
    private long _sequence;
    private int _deployments;
    private bool _held;

    public Stage()
    {
        _clock = new HostTime(_time);
        Target = new FragileTarget(_time);
        Measures = new StageMeter(_time);
        Contents = new RevisionContentsSource([Secrets], _clock);
        _examination = new Examination(new Judge(this, new AnalysisJudge(Measures, _clock)), new Verifier(this)) { Steps = Steps, Configuring = new RolloutConfiguring(Contents, Keys, Documents) };
    }

    /// <summary>What the sources of checks say; for canaries that have some.</summary>
    public StageMeter Measures { get; }

    public FragileTarget Target { get; }

    /// <summary>Where its secrets are kept.</summary>
    public StageSecrets Secrets { get; } = new();

    /// <summary>What the host has in memory of them.</summary>
    public RevisionContentsSource Contents { get; private set; }

    /// <summary>Where its configurations are kept.</summary>
    public MemoryDocuments Documents { get; } = new();

    /// <summary>As in a database, the same for all hosts.</summary>
    public MemoryFingerprintKeys Keys { get; } = new();

    /// <summary>What policy says between steps.</summary>
    public ScriptedSteps Steps { get; } = new();

    /// <summary>What was answered to the last one who agreed, or did not.</summary>
    public string Answered { get; private set; } = "";

    public ComponentState State { get; private set; } = ComponentState.Initial;

    public List<ComponentEvent> Events { get; } = [];

    /// <summary>What the judge of canaries without checks says from now on.</summary>
    public Verdict Verdict { get; set; } = Verdict.Good;

    /// <summary>How verifications come out from now on.</summary>
    public Verification.Verification Verification { get; set; } = Deployments.Verification.Verification.Passed;

    /// <summary>Revisions that a restore could not take down.</summary>
    public HashSet<int?> LeftBehind { get; } = [];

    /// <summary>Whether a restore has ever failed.</summary>
    public bool HasLeftBehind { get; private set; }

    public List<string?> Verified { get; } = [];

    public Rollout Rollout => State.Rollout ?? throw new InvalidOperationException("Nothing was deployed.");

    public string? LiveVersion => State.Current?.Revision.Spec.Version;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public static ComponentSpec Web(string version, StrategySpec strategy, int replicas = 4, TimeSpan? keep = null, int? port = 80, string? config = null) => new()
    {
        Name = "web",
        Version = version,
        Command = ["run"],
        Replicas = replicas,
        Port = port,
        Config = config is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("MODE", config),
        Target = new TargetSpec
        {
            Kind = "simulated",
            Options = new Dictionary<string, string> { ["start"] = "1s", ["stop"] = "1s" }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        },
        Strategy = strategy,
        Rollback = new RollbackSpec { KeepPrevious = keep ?? TimeSpan.Zero },
    };

    /// <summary>A deployment begins with the component.</summary>
    public void Deploy(ComponentSpec? spec, bool back = false, bool inPlace = false)
    {
        var order = new RolloutOrder(
            $"dep-{++_deployments}", spec is null ? ChangeAction.Remove : ChangeAction.Update, inPlace, spec, "/", State.Current?.Revision.Number, false, back);
        Record(ComponentDecisions.Start(State, order, Now));
    }

    /// <summary>Brings a first version up and forgets how.</summary>
    public Stage Running(ComponentSpec spec)
    {
        Deploy(spec);
        Finish();
        Assert.Equal(RolloutPhase.Live, Rollout.Phase);
        Target.Done.Clear();
        Events.Clear();
        return this;
    }

    public void Pause() => _held = true;

    public void Resume() => _held = false;

    public void Abort() => Record([.. ComponentDecisions.Restore(State, new RestoreOrder(Rollout.Deployment, "cancelled"), Now)]);

    /// <summary>Somebody outside raises an alarm; whether it fails the rollout.</summary>
    public bool Alarm(DateTimeOffset? since = null)
    {
        var events = ComponentDecisions.Alarm(State, new ComponentAlarm("TooManyErrors", "3% of the orders fail (from the shop)", since ?? Now), Now);
        Record([.. events]);
        return events.Count > 0;
    }

    public ControlReply Promote(bool full = false, int? step = null) => Decide(ComponentDecisions.Promote, full, step);

    public ControlReply Skip(int? step = null) => Decide(ComponentDecisions.Skip, false, step);

    /// <summary>Somebody agrees to what it waits before, or says no.</summary>
    public ControlReply Decide(bool agrees, string actor)
    {
        var decision = StepApprovals.Decide(State, new StepApproval(Rollout.Deployment, agrees, actor, "because"), new TestGroups(), Now);
        Record([.. decision.Events]);
        Answered = decision.Answer.Reason ?? "";
        return decision.Answer.Reply;
    }

    /// <summary>The host dies; another one takes the record up as it is on disk.</summary>
    public void Reactivate()
    {
        _run = null;
        Contents = new RevisionContentsSource([Secrets], _clock);
        _examination = _examination with { Configuring = new RolloutConfiguring(Contents, Keys, Documents) };
        State = JsonSerializer.Deserialize<ComponentState>(JsonSerializer.Serialize(State, Json), Json)!;
    }

    /// <summary>The record is one of a program that kept no analyses.</summary>
    public void Forget()
    {
        Reactivate();
        State = State with { Rollout = Rollout with { StepAnalysis = null, WholeAnalysis = null } };
    }

    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>Somebody sets the date of the host; no time passes, and the target's date stays as it is.</summary>
    public void SetDate(TimeSpan by) => _clock.Ahead += by;

    /// <summary>One look. A failure is answered as a deployment does: what ran before is brought back.</summary>
    public void Tick()
    {
        Advance advance;
        if (State.Rollout is { IsOpen: true } rollout)
        {
            _run ??= new RolloutRun(Key, Target, _examination, _clock);
            advance = Wait(_run.AdvanceAsync(rollout, _sequence, _held, default, default));
        }
        else if (State.Kept is { } kept)
        {
            advance = Wait(new StandingBy(Key, Target, _clock).AdvanceAsync(kept, _sequence, default));
        }
        else
        {
            advance = Advance.After(TimeSpan.FromMilliseconds(500));
        }
        Assert.False(advance.Overtaken);
        if (advance.Events.Count > 0)
            Record([.. advance.Events]);
        else if (advance.Wait > TimeSpan.Zero)
            _time.Advance(advance.Wait);
        if (State.Rollout is { IsOpen: false })
            _run = null;
        Invariants.Hold(this, See());
        if (State.Rollout is { Phase: RolloutPhase.Failed })
            Abort();
    }

    public void Until(Func<Stage, bool> there, string what = "what the test waits for")
    {
        for (var ticks = 0; !there(this); ticks++)
        {
            Assert.True(ticks < 50_000, $"It never comes to {what}; it is at {Rollout.Phase}, step {Rollout.Step}: {string.Join(", ", Target.Done)}");
            Tick();
        }
    }

    public void UntilHeld(int step) => Until(s => s.Rollout.Step == step && s.Rollout.HeldSince is not null, $"the wait of step {step}");

    public void UntilStep(int step) => Until(s => s.Rollout.Step == step, $"step {step}");

    /// <summary>Until the rollout has ended and its last instances are gone.</summary>
    public void Finish()
    {
        Until(s => !s.Rollout.IsOpen && s.Rollout.Phase != RolloutPhase.Failed, "its end");
        Settle();
    }

    /// <summary>Until nothing is on its way out any more.</summary>
    public void Settle()
    {
        for (var looks = 0; looks < 10 && See().Revisions.Any(r => r.Instances.Any(i => i.Phase == InstancePhase.Stopping)); looks++)
            _time.Advance(TimeSpan.FromSeconds(1));
    }

    public Observation See() => Wait(Target.SeeAsync(Key));

    public void Kill(int revision) => Target.Kill(Key, revision);

    public void Break(int revision) => Target.Break(Key, revision);

    public void Sicken(int revision) => Target.Sicken(Key, revision);

    /// <summary>Instances by revision: <c>1x4 2x1</c>.</summary>
    public string Instances => string.Join(' ', See().Revisions
        .Select(r => (r.Number, Count: r.Instances.Count(i => i.Phase != InstancePhase.Stopping))).Where(r => r.Count > 0).Select(r => $"{r.Number}x{r.Count}"));

    /// <summary>Percent by revision: <c>1:75 2:25</c>; revisions alone when each instance gets the same.</summary>
    public string Traffic => See().Traffic is not { } split ? ""
        : split is { ByInstance: true, Weights.Length: > 1 } ? string.Join(' ', split.Weights.Select(w => w.Revision))
        : string.Join(' ', split.Weights.Where(w => w.Weight > 0).Select(w => $"{w.Revision}:{w.Weight}"));

    public IEnumerable<T> Happened<T>()
        where T : ComponentEvent => Events.OfType<T>();

    private ControlReply Decide(Func<ComponentState, StepOrder, DateTimeOffset, StepDecision> decide, bool full, int? step)
    {
        var decision = decide(State, new StepOrder(Rollout.Deployment, step, full, "tester", "because"), Now);
        Record([.. decision.Events]);
        return decision.Answer.Reply;
    }

    private void Record(params ComponentEvent[] events)
    {
        foreach (var happened in events)
        {
            var stored = JsonSerializer.Deserialize<ComponentEvent>(JsonSerializer.Serialize(happened, Json), Json)!;
            Invariants.MayFollow(State, stored);
            State = ComponentFold.Apply(State, stored);
            Events.Add(stored);
            if (stored is RestoreFailed)
            {
                HasLeftBehind = true;
                LeftBehind.UnionWith([State.Rollout?.To?.Number, State.Rollout?.Kept?.Number]);
            }
            else if (stored is RolloutSucceeded or RestoreSucceeded)
                LeftBehind.Clear();
            _sequence++;
        }
    }

    private static T Wait<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The stage has no time but its own.");

    /// <summary>Checks are judged as on a host; without them the test says what is said, of a step that is held.</summary>
    private sealed class Judge(Stage stage, AnalysisJudge analysis) : ICanaryJudge
    {
        public Task<Judged> JudgeAsync(ComponentKey component, Rollout rollout, CancellationToken cancellationToken) =>
            rollout.To?.Spec.Strategy is CanarySpec { Checks.Length: > 0 } ? analysis.JudgeAsync(component, rollout, cancellationToken)
            : Task.FromResult(rollout.HeldSince is null || rollout.Step >= rollout.Steps ? Judged.Good : new Judged(stage.Verdict));
    }

    private sealed class Verifier(Stage stage) : IRevisionVerifier
    {
        public Task<Verification.Verification> VerifyAsync(VerifySpec verify, RevisionSpec revision, string? address, RevisionContents? contents, CancellationToken cancellationToken)
        {
            stage.Verified.Add(address);
            return Task.FromResult(address is null && verify.Kind == VerifyKind.Http ? Deployments.Verification.Verification.NotYet("no address") : stage.Verification);
        }
    }

    /// <summary>The date as the host has it.</summary>
    private sealed class HostTime(TimeProvider time) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

        public override long GetTimestamp() => time.GetTimestamp();
    }
}
