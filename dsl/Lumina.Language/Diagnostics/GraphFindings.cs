using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>3xxx: the plan as a whole.</summary>
public static class GraphFindings
{
    internal static readonly DiagnosticEntry NoPlanEntry = new(3001, "no-plan", Error,
        "No plan declaration",
        "A file needs one line that names its plan: plan NAME {}.",
        "component web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry SeveralPlansEntry = new(3002, "several-plans", Error,
        "More than one plan declaration",
        "A file is one plan; what belongs to another goes into a file of its own.",
        "plan a {}\nplan b {}\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry NoComponentsEntry = new(3003, "empty-plan", Error,
        "A plan without components",
        "A plan deploys at least one component. To take everything of a plan away there is `lumina down`.",
        "plan p {}\n");

    internal static readonly DiagnosticEntry UnknownEnvironmentEntry = new(3004, "unknown-environment", Error,
        "No such environment",
        "An environment that 'after' or 'in' speaks of is not declared in the plan.",
        "plan p {}\nenvironment production { target process }\ncomponent web { command = \"run\"  in prodction { replicas = 2 } }\n");

    internal static readonly DiagnosticEntry EnvironmentCycleEntry = new(3005, "environment-cycle", Error,
        "Environments that wait for each other",
        "An environment comes after another that has run the plan. In a circle none of them could ever run.",
        "plan p {}\nenvironment a { target process  after b }\nenvironment b { target process  after a }\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry UnknownComponentEntry = new(3006, "unknown-component", Error,
        "No such component",
        "A component that is depended on, or referred to, is not declared in the plan.",
        "plan p {}\ncomponent memory { command = \"run\" }\ncomponent web { depends on memroy  command = \"run\" }\n");

    internal static readonly DiagnosticEntry SelfDependencyEntry = new(3007, "depends-on-itself", Error,
        "A component that depends on itself",
        "It would wait for itself for ever.",
        "plan p {}\ncomponent web { depends on web  command = \"run\" }\n");

    internal static readonly DiagnosticEntry DependencyCycleEntry = new(3008, "dependency-cycle", Error,
        "Components that wait for each other",
        "A component starts when all that it depends on is live. In a circle none of them could ever start. The message names the whole circle.",
        "plan p {}\ncomponent a { depends on b  command = \"run\" }\ncomponent b { depends on a  command = \"run\" }\n")
    { FoundBy = FoundBy.Planning };

    internal static readonly DiagnosticEntry PortConflictEntry = new(3009, "port-conflict", Error,
        "Two components on one port",
        "A component's port is its stable address. On one target of an environment each component needs its own.",
        "plan p {}\ncomponent a { command = \"run\"  port = 80 }\ncomponent b { command = \"run\"  port = 80 }\n");

    internal static readonly DiagnosticEntry NothingToRunEntry = new(3010, "nothing-to-run", Error,
        "A component without an image or a command",
        "A component needs a command, an image, or both, in every environment.",
        "plan p {}\ncomponent web { port = 80 }\n");

    internal static readonly DiagnosticEntry NoProgressEntry = new(3011, "rollout-cannot-advance", Error,
        "A rolling update that could not replace anything",
        "With max_surge = 0 no new instance may be started before an old one is gone, with max_unavailable = 0 no old one may go before a new one is there.",
        "plan p {}\ncomponent web { command = \"run\"  strategy rolling { max_surge = 0  max_unavailable = 0 } }\n");

    internal static readonly DiagnosticEntry UndeclaredDependencyEntry = new(3012, "undeclared-dependency", Warning,
        "A reference without a dependency",
        "The component uses the address of another without depending on it, so it may be started before the other is live.",
        "plan p {}\ncomponent db { command = \"run\"  port = 5432 }\ncomponent web { command = \"run\"  config { DB = component.db.url } }\n");

    internal static readonly DiagnosticEntry RepeatedNameEntry = new(3013, "repeated-name", Warning,
        "A name listed twice",
        "The second mention changes nothing.",
        "plan p {}\ncomponent db { command = \"run\" }\ncomponent web { depends on db, db  command = \"run\" }\n");

    internal static readonly DiagnosticEntry UnreachableEnvironmentEntry = new(3014, "unreachable-environment", Error,
        "An environment that can never be reached",
        "It comes after an environment that itself can never run.",
        "plan p {}\nenvironment a { target process  after b }\nenvironment b { target process  after a }\nenvironment c { target process  after b }\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry StepOrderEntry = new(3040, "steps-not-ascending", Error,
        "Steps of a canary that don't ascend",
        "Each step gives the new revision a larger share of the traffic than the one before.",
        "plan p {}\ncomponent web { command = \"run\"  strategy canary { step 50% for 1m  step 25% for 1m } }\n");

    internal static readonly DiagnosticEntry UnknownStageEntry = new(3041, "unknown-stage", Error,
        "No such stage",
        "A stage comes after stages of the same pipeline.",
        "plan p {}\ncomponent web { command = \"run\" }\npipeline release { stage test { run = \"t\" }  stage last { after tset  run = \"t\" } }\n");

    internal static readonly DiagnosticEntry StageCycleEntry = new(3042, "stage-cycle", Error,
        "Stages that wait for each other",
        "A stage runs when those that it comes after are through. In a circle none of them could ever run. The message names the whole circle.",
        "plan p {}\ncomponent web { command = \"run\" }\npipeline release { stage a { after b  run = \"t\" }  stage b { after a  run = \"t\" } }\n");

    internal static readonly DiagnosticEntry UnknownInfrastructureEntry = new(3043, "unknown-infrastructure", Error,
        "No such infrastructure",
        "An infrastructure that is depended on, or referred to, is not declared in the plan, or not made in the environment.",
        "plan p {}\ninfrastructure network { terraform \"infra\" }\ncomponent web { command = \"run\"  config { VPC = infrastructure.netwrok.vpc } }\n");

    internal static readonly DiagnosticEntry InfrastructureCycleEntry = new(3044, "infrastructure-cycle", Error,
        "Infrastructures that wait for each other",
        "An infrastructure is applied when all that it depends on is there. In a circle none of them could ever be. The message names the whole circle.",
        "plan p {}\ninfrastructure a { depends on b  terraform \"a\" }\ninfrastructure b { depends on a  terraform \"b\" }\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry NothingToDoEntry = new(3045, "nothing-to-do", Error,
        "A pipeline, a stage or an infrastructure that does nothing",
        "A pipeline has stages; a stage runs a command, deploys to an environment or has a gate; an infrastructure has a Terraform module.",
        "plan p {}\ncomponent web { command = \"run\" }\npipeline release { stage test { timeout = 5m } }\n");

    internal static readonly DiagnosticEntry ReplicasOutsideScaleEntry = new(3046, "replicas-outside-scale", Error,
        "More or fewer instances than the scale allows",
        "The number of instances to begin with lies between the scale's min and max; without replicas it is the min.",
        "plan p {}\ncomponent web { command = \"run\"  replicas = 1  scale { min = 2  max = 4 } }\n");

    internal static ImmutableArray<DiagnosticEntry> All =>
    [
        NoPlanEntry, SeveralPlansEntry, NoComponentsEntry, UnknownEnvironmentEntry, EnvironmentCycleEntry, UnknownComponentEntry,
        SelfDependencyEntry, DependencyCycleEntry, PortConflictEntry, NothingToRunEntry, NoProgressEntry, UndeclaredDependencyEntry,
        RepeatedNameEntry, UnreachableEnvironmentEntry, StepOrderEntry, UnknownStageEntry, StageCycleEntry, UnknownInfrastructureEntry,
        InfrastructureCycleEntry, NothingToDoEntry, ReplicasOutsideScaleEntry,
    ];

    /// <summary>Components that wait for each other.</summary>
    /// <param name="at">Where the circle closes: <see cref="Compilation.PlanCompilation.LocationOf(string, string)"/>.</param>
    /// <param name="path">The components in the order of their dependencies, the first one again at the end.</param>
    public static Diagnostic DependencyCycle(SourceLocation at, IEnumerable<string> path) =>
        DependencyCycleEntry.At(at, $"These components wait for each other: {string.Join(" → ", path)}.");

    internal static Diagnostic NoPlan(SourceLocation at) => NoPlanEntry.At(at, "The file has no plan declaration: write plan NAME {}.");

    internal static Diagnostic SeveralPlans(SourceLocation at, string firstLine) =>
        SeveralPlansEntry.At(at, $"The file already has a plan declaration on {firstLine}.");

    internal static Diagnostic NoComponents(SourceLocation at, string plan) =>
        NoComponentsEntry.At(at, $"The plan '{plan}' has no components: write component NAME {{ command = \"…\" }}.");

    internal static Diagnostic UnknownEnvironment(SourceLocation at, string name, string? near) =>
        UnknownEnvironmentEntry.At(at, $"There is no environment '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    internal static Diagnostic EnvironmentCycle(SourceLocation at, string path) =>
        EnvironmentCycleEntry.At(at, $"These environments wait for each other: {path}.");

    internal static Diagnostic UnknownComponent(SourceLocation at, string name, string? near) =>
        UnknownComponentEntry.At(at, $"There is no component '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    internal static Diagnostic SelfDependency(SourceLocation at, string name) => SelfDependencyEntry.At(at, $"The component '{name}' depends on itself.");

    internal static Diagnostic PortConflict(SourceLocation at, int port, string other, string otherLine, string environment) =>
        PortConflictEntry.At(at, $"The port {port} is already taken by the component '{other}' ({otherLine}) in the environment '{environment}'.");

    internal static Diagnostic NothingToRun(SourceLocation at, string name) =>
        NothingToRunEntry.At(at, $"The component '{name}' has neither an image nor a command.");

    internal static Diagnostic NoProgress(SourceLocation at, TextFix fix) =>
        NoProgressEntry.At(at, "With max_surge and max_unavailable both 0 no instance could ever be replaced.", fix);

    internal static Diagnostic UndeclaredDependency(SourceLocation at, string component, string other, TextFix? fix) =>
        UndeclaredDependencyEntry.At(at, $"'{component}' uses '{other}' but does not depend on it.", fix);

    internal static Diagnostic RepeatedName(SourceLocation at, string name) => RepeatedNameEntry.At(at, $"'{name}' is listed twice.");

    internal static Diagnostic UnreachableEnvironment(SourceLocation at, string name, string after) =>
        UnreachableEnvironmentEntry.At(at, $"The environment '{name}' can never run: it comes after '{after}', which can't.");

    internal static Diagnostic StepOrder(SourceLocation at, string weight, string before) =>
        StepOrderEntry.At(at, $"The steps of a canary ascend, and {weight} is not more than {before} before it.");

    internal static Diagnostic UnknownStage(SourceLocation at, string name, string? near) =>
        UnknownStageEntry.At(at, $"There is no stage '{name}' in the pipeline.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    internal static Diagnostic StageCycle(SourceLocation at, string path) => StageCycleEntry.At(at, $"These stages wait for each other: {path}.");

    internal static Diagnostic UnknownInfrastructure(SourceLocation at, string name, string? near) =>
        UnknownInfrastructureEntry.At(at, $"There is no infrastructure '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    internal static Diagnostic AbsentInfrastructure(SourceLocation at, string name, string environment) =>
        UnknownInfrastructureEntry.At(at, $"The infrastructure '{name}' is not made in the environment '{environment}': it has no terraform there.");

    internal static Diagnostic InfrastructureCycle(SourceLocation at, string path) =>
        InfrastructureCycleEntry.At(at, $"These infrastructures wait for each other: {path}.");

    internal static Diagnostic NothingToDo(SourceLocation at, string message) => NothingToDoEntry.At(at, message);

    internal static Diagnostic ReplicasOutsideScale(SourceLocation at, int replicas, int min, int max) =>
        ReplicasOutsideScaleEntry.At(at, $"'replicas' is {replicas}, and the scale goes from {min} to {max}.");
}
