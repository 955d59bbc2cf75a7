using System.Collections.Immutable;
using System.Globalization;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Deciding;

/// <summary>How long an answer of policy is waited for; when it does not come, that is a denial. Shorter than a call between grains may take.</summary>
public sealed record PolicyPatience(TimeSpan Within)
{
    public static PolicyPatience Default { get; } = new(TimeSpan.FromSeconds(15));
}

/// <summary>For a host without policy: nobody is asked.</summary>
internal sealed class NoPolicy : IPolicy
{
    public bool IsSetUp => false;

    public Task<PolicyVerdict> DecideAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken) =>
        Task.FromResult(PolicyVerdict.Silent);
}

/// <summary>Asks policy in the name of deployments. An answer always comes, and soon: who fails to give one denies.</summary>
public sealed partial class PolicyQuestions(
    IPolicy policy, IDocumentStore documents, PolicyPatience patience, TimeProvider time, ILogger<PolicyQuestions> logger)
{
    // The last that were: rules change seldom, and are kept when they are first used.
    private RuleTexts? _keptTexts;

    /// <summary>Whether there are rules, or OPA, to ask.</summary>
    public bool IsSetUp => policy.IsSetUp;

    /// <summary>Whether anything can be said against an intent, or wanted for it.</summary>
    public bool Concern(DeploymentIntent intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        return policy.IsSetUp || intent.Approval is not null;
    }

    /// <summary>Asks about a deployment as a whole; the environment's own approval is among the answers.</summary>
    public async Task<PolicyVerdict> AskAsync(
        PolicyMoment moment, DeploymentIntent intent, PlannedChanges planned, DeploymentFacts facts, IReadOnlyDictionary<string, string> earlier,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(planned);
        var changes = planned.Changes ?? throw new ArgumentException("Nothing was planned.", nameof(planned));
        var verdict = !policy.IsSetUp ? PolicyVerdict.Silent : await AskAsync(
            new PolicyRequest
            {
                Moment = moment,
                Plan = planned.Plan ?? PutTogether(intent, changes),
                Changes = changes,
                Running = SpecsOf(planned.Running),
                Deployment = facts,
                Now = time.GetUtcNow(),
            },
            earlier, cancellationToken);
        return intent.Approval is { } approval && planned.Changed > 0 ? With(verdict, moment, intent, approval) : verdict;
    }

    /// <summary>Asks; what can't be had in time, or ends in a bug, is a denial that says so.</summary>
    internal async Task<PolicyVerdict> AskAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(patience.Within, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            // Not in a grain's turn, whatever an engine does; and one that does not listen to its token is not waited for either.
            var verdict = await Task.Run(() => policy.DecideAsync(request, earlier, ending.Token), ending.Token).WaitAsync(ending.Token);
            return Approvals.TooMany(verdict) is { } tooMany
                ? verdict with { Decisions = [DecisionsOfLumina.Denial(request, tooMany), .. verdict.Decisions] }
                : verdict;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unanswered(request, string.Create(CultureInfo.InvariantCulture, $"Policy did not answer within {patience.Within.TotalSeconds:0.#} s."));
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or OutOfMemoryException))
        {
            LogFailed(bug, request.Deployment.Id ?? request.Plan.Name);
            return Unanswered(request, $"Policy could not be asked: {bug.Message}");
        }
    }

    /// <summary>Keeps what was said, and what it was made of when anything was, where it can be read again.</summary>
    internal async Task<PolicyAnswer> KeepAsync(PolicyMoment moment, PolicyVerdict verdict, TimeSpan took, CancellationToken cancellationToken = default)
    {
        var said = verdict.Decisions;
        var decisions = said.IsEmpty ? null : await documents.PutAsync(DecisionsJson.Kind, DecisionsJson.Write(said), cancellationToken);
        var input = said.IsEmpty || verdict.Input.IsEmpty ? null : await documents.PutAsync(DecisionsJson.InputKind, verdict.Input, cancellationToken);
        if (decisions is not null)
            await NameAsync(decisions, verdict, cancellationToken);
        int Count(RuleEffect effect) => said.Count(d => d.Waiver is null && d.Effect == effect);
        return new PolicyAnswer(
            new PolicyCheck(
                moment, Count(RuleEffect.Deny), Count(RuleEffect.RequireApproval), Count(RuleEffect.Warn), said.Count(d => d.Waiver is not null), verdict.Versions, decisions, input,
                Math.Round(took.TotalMilliseconds, 3)),
            verdict);
    }

    /// <summary>So that each can be explained by its id, with the rules as they were.</summary>
    private async Task NameAsync(string decisions, PolicyVerdict verdict, CancellationToken cancellationToken)
    {
        await documents.NameAsync(decisions, [.. verdict.Decisions.Select(decision => decision.Id).Where(id => id.Length > 0)], cancellationToken);
        if (verdict.Texts is not { } texts || ReferenceEquals(texts, _keptTexts))
            return;
        var kept = await documents.PutAsync(RuleTexts.Kind, texts.Write(), cancellationToken);
        await documents.NameAsync(kept, [RuleTexts.NameOf(texts.Digest)], cancellationToken);
        _keptTexts = texts;
    }

    internal static ImmutableSortedDictionary<string, ComponentSpec> SpecsOf(IEnumerable<RunningComponent> running) =>
        running.ToImmutableSortedDictionary(component => component.Spec.Name, component => component.Spec, StringComparer.Ordinal);

    /// <summary>What a deployment without a plan of its own wants: what is there afterwards.</summary>
    private static Plan PutTogether(DeploymentIntent intent, ChangeSet changes)
    {
        var wanted = changes.Changes.Select(change => change.Desired).OfType<ComponentSpec>().ToImmutableArray();
        return new Plan
        {
            Name = intent.Plan,
            Version = intent.Version,
            Environment = new EnvironmentSpec { Name = intent.Environment, Target = wanted.Select(spec => spec.Target).FirstOrDefault() ?? new TargetSpec { Kind = "" } },
            Components = wanted,
        };
    }

    private static PolicyVerdict With(PolicyVerdict verdict, PolicyMoment moment, DeploymentIntent intent, ApprovalSpec approval)
    {
        var wanted = DecisionsOfLumina.Approval(moment, intent, approval, verdict.InputDigest);
        return verdict with { Decisions = [.. verdict.Decisions.Append(wanted).OrderBy(DecisionsOfLumina.Rank)] };
    }

    private static PolicyVerdict Unanswered(PolicyRequest request, string cause) => new() { Decisions = [DecisionsOfLumina.Denial(request, cause)] };

    [LoggerMessage(3301, LogLevel.Error, "Policy could not be asked about {Subject}; that is a denial")]
    private partial void LogFailed(Exception bug, string subject);
}
