using System.Collections.Immutable;
using Lumina.Api;
using Lumina.Configuration;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Planning;
using Lumina.Planning.Graph;
using Lumina.Secrets;
using Lumina.Secrets.Sealing;

namespace Lumina.Host.Api;

/// <summary>A plan's text, looked at from all sides.</summary>
/// <param name="Preview">For the caller.</param>
/// <param name="Intent">What to start when the plan has no errors; null when it has.</param>
/// <param name="Planned">What would change; null when the plan has errors.</param>
/// <param name="Turn">The environment's turn before the comparison: when it has not moved since, nothing was changed in between.</param>
internal sealed record SubmittedPlan(Preview Preview, DeploymentIntent? Intent, PlannedChanges? Planned, long Turn)
{
    /// <summary>What came of the text.</summary>
    public required PlanCompilation Compilation { get; init; }

    /// <summary>What the plan says about meeting another deployment.</summary>
    public OnConflict OnConflict { get; init; }
}

/// <summary>From text to what would change, on this host.</summary>
internal sealed class PlanPreviews(IGrainFactory grains, IDocumentStore documents, DeploymentPlanner planner, TargetRegistry targets, TimeProvider time, IEnumerable<ISecretStore> stores)
{
    /// <summary>What is wrong with a submission before anything is read of it; null when nothing is.</summary>
    public static string? Malformed(PlanSubmission submission) =>
        submission.Source is null || submission.Parameters is null || submission.File is null ? "A submission needs a file's name, its text and parameters."
        : !Path.IsPathFullyQualified(submission.Directory ?? "") ? "A submission's directory has to be absolute."
        : submission.Actor is { Length: > 200 } || submission.Reason is { Length: > 2_000 } ? "An actor has at most 200 characters, and a reason 2000."
        : submission.File.Length > 4_096 || submission.Directory!.Length > 4_096 ? "Names of files have at most 4096 characters."
        : null;

    public async Task<SubmittedPlan> LookAsync(PlanSubmission submission, CancellationToken cancellationToken)
    {
        var compilation = PlanCompiler.Compile(InputsOf(submission));
        var name = submission.Environment ?? compilation.DefaultEnvironment;
        var plan = compilation.PlanFor(name);
        var findings = compilation.Diagnostics.AddRange(PlanChecks.Check(compilation));
        if (plan is not null)
            findings = findings.AddRange(CheckTargets(plan, compilation)).AddRange(PlanLimitFindings.Find(plan, compilation)).AddRange(VaultFindings.Find(plan, compilation, stores));
        if (plan is null || findings.Any(f => f.Severity == Severity.Error))
            return new SubmittedPlan(new Preview(compilation.PlanName, name, null, null, [], [], Entries(findings)), null, null, 0) { Compilation = compilation };

        var digest = await documents.PutAsync("plan", PlanJson.Write(plan), cancellationToken);
        var intent = new DeploymentIntent
        {
            Kind = DeploymentKind.Apply,
            Plan = plan.Name,
            Environment = name,
            PlanDigest = digest,
            Directory = submission.Directory,
            Version = plan.Version,
            Freezes = plan.Environment.Freezes is { IsDefaultOrEmpty: false } freezes ? [.. freezes] : null,
            Approval = plan.Environment.Approval,
        };
        var (planned, turn) = await PlanAsync(intent, cancellationToken);
        ImmutableArray<Finding> all = [.. Entries(findings), .. SecretFindings.Of(planned, compilation, name)];
        if (planned.Fault == PlanningFault.Secrets)
            return new SubmittedPlan(new Preview(compilation.PlanName, name, null, null, [], [], all), null, null, 0) { Compilation = compilation };
        var preview = Show(intent, planned, all) with { FrozenUntil = Freeze.Until(intent.Freezes, time.GetUtcNow()) };
        return new SubmittedPlan(preview, intent, planned, turn) { Compilation = compilation, OnConflict = plan.Environment.OnConflict };
    }

    /// <summary>For a deployment that is to be begun: who only looks at a plan does not want them kept.</summary>
    public async Task<DeploymentIntent> WithOriginsAsync(DeploymentIntent intent, PlanCompilation compilation, CancellationToken cancellationToken) =>
        compilation.PlanFor(intent.Environment) is { } plan && PlanOrigins.Of(plan, compilation) is { } origins
            ? intent with { Origins = await documents.PutAsync(OriginsJson.DocumentKind, origins, cancellationToken) }
            : intent;

    /// <summary>All that the plan reads comes with its submission: a host never reads files or variables of its own for one.</summary>
    public static PlanInputs InputsOf(PlanSubmission submission) => new(submission.File, submission.Source)
    {
        Parameters = submission.Parameters.ToDictionary(given => given.Key, given => GivenBy(submission, given), StringComparer.Ordinal),
        ReadFile = path => submission.Files?.GetValueOrDefault(path) is { } text
            ? FileAnswer.Of(text)
            : FileAnswer.Failed("it did not come with the plan"),
        ReadVariable = name => submission.Variables?.GetValueOrDefault(name),
        ValueFiles = ValueFileReader.Instance,
        Levels = submission.Levels is { } levels ? FindingLevels.Parse(levels) : FindingLevels.Default,
        SealedFile = SealedFileReader.Instance,
    };

    private static GivenValue GivenBy(PlanSubmission submission, KeyValuePair<string, string> given) =>
        submission.ParameterFiles?.GetValueOrDefault(given.Key) is { } file ? new(given.Value, Origin: file) : new(given.Value);

    /// <summary>What an intent would change, and the turn at which that was found out.</summary>
    public async Task<(PlannedChanges Planned, long Turn)> PlanAsync(DeploymentIntent intent, CancellationToken cancellationToken)
    {
        var turn = await grains.GetPlanDoor(intent.Environment, intent.Plan).TurnAsync();
        return (await planner.PlanAsync(intent, cancellationToken), turn);
    }

    public static Preview Show(DeploymentIntent intent, PlannedChanges planned, IReadOnlyList<Finding> findings) => new(
        intent.Plan, intent.Environment, intent.PlanDigest, planned.Digest,
        [.. (planned.Changes?.Changes ?? []).Select(c => new PreviewedChange(
            c.Component, Wording.Of(c.Action), c.FromVersion, c.Desired?.Version,
            [.. c.Values.Select(v => new PreviewedValue(v.Path, v.Before, v.After))]) { FromRevision = c.FromRevision })],
        planned.Changes is null ? [] : [.. ChangeGraph.Of(planned.Changes).Groups.Select(g => (IReadOnlyList<string>)[.. g])],
        findings);

    /// <summary>What the language can't know: which targets this host has, and what they can do.</summary>
    private IEnumerable<Diagnostic> CheckTargets(Plan plan, PlanCompilation compilation)
    {
        var environmentKind = plan.Environment.Target.Kind;
        if (targets.TryFind(environmentKind) is null)
            yield return TargetFindings.NoDriver(compilation.LocationOfEnvironment(plan.Environment.Name), plan.Environment.Name, environmentKind);
        foreach (var component in plan.Components)
        {
            var kind = component.Target.Kind;
            if (targets.TryFind(kind) is not { } target)
            {
                if (kind != environmentKind)
                    yield return TargetFindings.NoDriverForComponent(compilation.LocationOf(component.Name), component.Name, kind);
                continue;
            }
            if (component is { Port: not null, Strategy: CanarySpec or BlueGreenSpec } && !target.Capabilities.SplitsTraffic)
                yield return TargetFindings.CannotSplitTraffic(
                    compilation.LocationOfEntry(component.Name, plan.Environment.Name, "strategy"), component.Name, kind, Wording.Of(component.Strategy));
            if (component.Strategy is CanarySpec canary)
            {
                var at = compilation.LocationOfEntry(component.Name, plan.Environment.Name, "strategy");
                var isMeasured = canary.Checks.Any(check => check.IsOfTraffic);
                if (component.Port is null && (isMeasured || canary.RoutesRequests))
                    yield return CapabilityFindings.NoTraffic(at, component.Name);
                else if (isMeasured && !target.Capabilities.MeasuresTraffic)
                    yield return CapabilityFindings.NoMetrics(at, component.Name, kind);
                else if (canary.RoutesRequests && !target.Capabilities.RoutesRequests)
                    yield return CapabilityFindings.NoRouting(at, component.Name, kind);
            }
            if (!target.Capabilities.MountsFiles && component.Files.Keys.FirstOrDefault(path => path.StartsWith('/')) is { } mounted)
                yield return TargetFindings.CannotMountFiles(
                    compilation.OriginsOf(plan.Environment.Name, component.Name).Of($"file {mounted}").Location ?? compilation.LocationOf(component.Name), component.Name, mounted, kind);
            if (component is { Port: null, Strategy: BlueGreenSpec { Verify.Kind: VerifyKind.Http } })
                yield return TargetFindings.NothingToVerifyAt(compilation.LocationOfEntry(component.Name, plan.Environment.Name, "strategy"), component.Name);
            if (component.Command.IsEmpty && !target.Capabilities.RunsImages)
                yield return TargetFindings.CannotRunImages(compilation.LocationOf(component.Name), component.Name, kind);
            if (component.Image is null && !target.Capabilities.RunsCommands)
                yield return TargetFindings.CannotRunCommands(compilation.LocationOf(component.Name), component.Name, kind);
        }
    }

    public static ImmutableArray<Finding> Entries(ImmutableArray<Diagnostic> findings) =>
        [.. findings.Select(f => new Finding(
            f.Code, Wording.Of(f.Severity), f.Message, f.Location.File, f.Location.Line, f.Location.Column, f.Location.EndLine, f.Location.EndColumn))];
}
