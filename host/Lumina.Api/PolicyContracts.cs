using System.Text.Json.Serialization;

namespace Lumina.Api;

/// <summary>What one rule says to one subject.</summary>
/// <param name="Id"><c>pol-…</c>; what <c>lumina policy explain</c> takes.</param>
/// <param name="Engine"><c>rules</c>, <c>opa</c>, <c>plan</c> (the approval that a plan itself wants) or <c>lumina</c> (no answer was had).</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Version">The digest of the rules that said it.</param>
/// <param name="Subject"><c>component web</c>, <c>deployment</c>, <c>environment production</c>, <c>step 2 of web</c>.</param>
/// <param name="Component">The component that it is about; null when it is about more.</param>
/// <param name="Effect"><c>deny, require-approval, warn</c>.</param>
/// <param name="Message">What it says.</param>
public sealed record PolicyDecision(string Id, string Engine, string Rule, string Version, string Subject, string? Component, string Effect, string Message)
{
    /// <summary>The digest of the rules that were asked before, when they were others; not there otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EarlierVersion { get; init; }

    /// <summary>Who has to agree, for <c>require-approval</c>; not there otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WantedApproval? Approval { get; init; }

    /// <summary>Where more can be read; not there when nowhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Help { get; init; }

    /// <summary>The place of the rule, <c>file:line:column</c>; not there when it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Place { get; init; }

    /// <summary>Why it does not count; not there when it counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyWaiver? Waiver { get; init; }

    /// <summary>The digest of the document that it was made of; empty when there is none.</summary>
    public string InputDigest { get; init; } = "";

    /// <summary>How long it took.</summary>
    public double Milliseconds { get; init; }
}

/// <param name="From">Groups or people, any of them.</param>
/// <param name="Count">How many different people.</param>
/// <param name="WithinSeconds">How long is waited for them.</param>
public sealed record WantedApproval(IReadOnlyList<string> From, int Count, double WithinSeconds);

/// <param name="Until">The last day.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who answers for it.</param>
public sealed record PolicyWaiver(DateOnly Until, string Reason, string By);

/// <summary>What policy was asked once, and said.</summary>
/// <param name="Moment"><c>start</c> or <c>step</c>.</param>
/// <param name="At">When.</param>
/// <param name="Component">The component whose step it is about; null for the deployment.</param>
/// <param name="Step">Which step; null for the deployment.</param>
/// <param name="Versions">By engine: the version that was asked.</param>
/// <param name="InputDigest">The digest of what it was made of; null when nobody had anything to say.</param>
/// <param name="Milliseconds">How long all engines took.</param>
/// <param name="Decisions">What was said.</param>
public sealed record PolicyCheckReport(
    string Moment, DateTimeOffset At, string? Component, int? Step, IReadOnlyDictionary<string, string> Versions, string? InputDigest, double Milliseconds,
    IReadOnlyList<PolicyDecision> Decisions);

/// <summary>All that policy was asked about a deployment, in order.</summary>
public sealed record DeploymentDecisions(string Deployment, IReadOnlyList<PolicyCheckReport> Checks);

/// <summary>Who decides what may be deployed, and how they are.</summary>
/// <param name="Engines">Those that are asked; none when nothing was set up.</param>
public sealed record PolicyStatus(IReadOnlyList<PolicyEngineStatus> Engines);

/// <param name="Name"><c>rules</c> or <c>opa</c>.</param>
/// <param name="Version">The digest of the rules that are asked; for OPA what it is asked for, and where. Empty when there never were rules that could be asked.</param>
/// <param name="Rules">How many rules; null when that is not known.</param>
/// <param name="Waivers">How many waivers; null when that is not known.</param>
/// <param name="Problems">What is wrong; empty when nothing is. While the newest rules are broken, those before them are asked.</param>
public sealed record PolicyEngineStatus(string Name, string Version, int? Rules, int? Waivers, IReadOnlyList<string> Problems);

/// <summary>Why a decision was made.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Moment"><c>plan</c>, <c>start</c> or <c>step</c>; null when it is not known what it was made of.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="Plan">Of which plan.</param>
/// <param name="Environment">In which environment.</param>
/// <param name="Deployment">Of which deployment; null for a plan that was looked at.</param>
/// <param name="Fires">Whether the rule fires, evaluated once more on what it saw; null when it failed, or could not be evaluated.</param>
/// <param name="Where">What it looks at; null when it says nothing about that, or could not be evaluated.</param>
/// <param name="When">When it fires; null when it always does, is not asked, or could not be evaluated.</param>
/// <param name="Note">Why there are no values; null when there are.</param>
/// <param name="Replay">Commands that ask OPA once more what it was asked; none for others.</param>
public sealed record DecisionExplanation(
    PolicyDecision Decision, string? Moment, DateTimeOffset? At, string? Plan, string? Environment, string? Deployment, bool? Fires,
    ConditionExplanation? Where, ConditionExplanation? When, string? Note, IReadOnlyList<string> Replay);

/// <param name="Value">What it came to; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Parts">The whole first, and behind each part those that it is made of.</param>
public sealed record ConditionExplanation(bool? Value, string? Failure, IReadOnlyList<PartExplanation> Parts);

/// <param name="Text">As it is written, in one line.</param>
/// <param name="Place">Where, <c>file:line:column</c>.</param>
/// <param name="Depth">In how many others it is.</param>
/// <param name="Value">What it came to; null when it was not evaluated, because what stands before it had decided already.</param>
public sealed record PartExplanation(string Text, string Place, int Depth, string? Value);

/// <summary>People who are, or were, asked to agree.</summary>
/// <param name="For">To what: the digest of a change set, or <c>step 3</c>.</param>
/// <param name="Needs">Each of which has to be met.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when there is time for it.</param>
/// <param name="Given">Who has agreed.</param>
public sealed record ApprovalStatus(
    string For, IReadOnlyList<ApprovalNeedStatus> Needs, DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<AgreementReport> Given);

/// <param name="Why">What wants it: a rule's name, or the environment.</param>
/// <param name="From">Groups or people, any of them.</param>
/// <param name="Count">How many different people.</param>
/// <param name="Given">How many have.</param>
public sealed record ApprovalNeedStatus(string Why, IReadOnlyList<string> From, int Count, int Given);

/// <param name="Actor">Who.</param>
/// <param name="Comment">What that one says to it.</param>
/// <param name="As">For whom of those that were named.</param>
/// <param name="At">When.</param>
public sealed record AgreementReport(string Actor, string? Comment, IReadOnlyList<string> As, DateTimeOffset At);
