using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Robustness.Agent;
using Lumina.Robustness.Load;

namespace Lumina.Robustness.Checking;

/// <summary>Small histories in which all is well: <c>web</c> depends on <c>store</c>.</summary>
internal static class HistoryBuilder
{
    public const string First = "dep-1";

    public static readonly ComponentKey Store = new("blue", "shop", "store");
    public static readonly ComponentKey Web = new("blue", "shop", "web");

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeploymentIntent Intent = new() { Kind = DeploymentKind.Apply, Plan = "shop", Environment = "blue" };

    /// <summary>A deployment that creates both and succeeds.</summary>
    public static History Succeeded() => With(
    [
        Planned(), Started(),
        Begun(Store), Stepped(Store), Live(Store),
        Begun(Web), Stepped(Web), Live(Web),
        Ended(DeploymentStatus.Succeeded),
    ],
    Wish.Good,
    [Running(Store), Running(Web)]);

    /// <summary>One whose second component fails, and that is taken back.</summary>
    public static History RolledBack() => With(
    [
        Planned(), Started(),
        Begun(Store), Stepped(Store), Live(Store),
        Begun(Web), Stepped(Web), (Web, new RolloutFailed(new Failure("ill"), Noon)),
        (null, new DeploymentRollingBack("web", "web: ill", Noon)),
        (Web, new RestoreStarted("web: ill", Noon)), (Web, new RestoreSucceeded(Noon)),
        (Store, new RestoreStarted("web: ill", Noon)), (Store, new RestoreSucceeded(Noon)),
        Ended(DeploymentStatus.RolledBack),
    ],
    Wish.Bad,
    []);

    public static (ComponentKey?, object) Planned() => (null, new DeploymentPlanned(First, Intent, "sha256:0", null, "client", null, 8, 2, Noon));

    public static (ComponentKey?, object) Ended(DeploymentStatus status) => (null, new DeploymentEnded(status, null, Noon));

    public static Effect Scaled(ComponentKey component, long fence, string deployment = First) =>
        new($"{deployment}/{component.Component}/r1/RollingOut/1/scale-r1-1-{fence}", component, fence, "revision 1: 1 instances");

    public static Observation Running(ComponentKey component, int revision = 1) => new(component, null, [new ObservedRevision(revision, 1, [])], null);

    /// <summary>Takes events apart, gives them their positions, and folds them.</summary>
    public static History With(ImmutableArray<(ComponentKey? Component, object Event)> events, Wish wish, ImmutableArray<Observation> running)
    {
        var numbered = events.Select((e, n) => (Position: n + 1L, e.Component, e.Event)).ToArray();
        var components = numbered.Where(e => e.Component is not null)
            .Select(e => new ComponentHappened(e.Position, e.Component!, First, (ComponentEvent)e.Event)).ToImmutableArray();
        return new History
        {
            Deployments = [.. numbered.Where(e => e.Component is null).Select(e => new DeploymentHappened(e.Position, First, (DeploymentRecord)e.Event))],
            Components = components,
            Changes = ImmutableDictionary<string, ChangeSet>.Empty.Add(First, new ChangeSet
            {
                Plan = "shop",
                Environment = "blue",
                Changes = [Created("store"), Created("web") with { After = ["store"] }],
            }),
            States = components.GroupBy(c => c.Component)
                .ToImmutableDictionary(c => c.Key, c => c.Select(e => e.Event).Aggregate(ComponentState.Initial, ComponentFold.Apply)),
            Accepted = [new Accepted(First, wish)],
            Seen = [new SeenEvent(First, 1, DeploymentPlanned.Name), new SeenEvent(First, 3, RolloutStarted.Name)],
            Effects = [Scaled(Store, 2), Scaled(Web, 2)],
            Running = running,
        };
    }

    private static (ComponentKey?, object) Started() => (null, new DeploymentStarted("sha256:0", 2, Noon));

    private static (ComponentKey?, object) Begun(ComponentKey component) => (component, new RolloutStarted(
        First, ChangeAction.Create, false, null, null, new RevisionSpec(1, Spec(component.Component), "/"), 1, Noon));

    private static (ComponentKey?, object) Stepped(ComponentKey component) => (component, new StepStarted(1, Noon));

    private static (ComponentKey?, object) Live(ComponentKey component) => (component, new RolloutSucceeded(Noon));

    private static ComponentChange Created(string component) => new() { Component = component, Action = ChangeAction.Create };

    private static ComponentSpec Spec(string component) => new() { Name = component, Target = new TargetSpec { Kind = "process" } };
}
