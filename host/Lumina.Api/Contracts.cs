using System.Text.Json.Serialization;

namespace Lumina.Api;

// The wire contract of a host, version 1. All paths begin with /api/v1 and want "Authorization: Bearer <token>".
//
//   GET    /healthz                                   HostHealth, without a token; from another machine HostPresence without one
//   POST   /preview                                   PlanSubmission -> Preview
//   POST   /rehearsals                                RehearsalRequest -> RehearsalReport; nothing is touched
//   POST   /deployments                               DeploymentRequest -> 201 DeploymentAccepted | 409 Problem | 422 Preview
//   GET    /deployments?plan=&environment=&limit=     DeploymentSummary[], newest first
//   GET    /deployments/{id}                          DeploymentDetail
//   GET    /deployments/{id}/events?after=&follow=    DeploymentEvent, one JSON object a line; with follow, until the deployment has ended
//   POST   /deployments/{id}/pause|resume|cancel      ControlRequest -> DeploymentSummary | 404 | 409 Problem
//   POST   /deployments/{id}/promote|skip             the same, of the steps that its components are at
//   POST   /deployments/{id}/approve|reject           the same, of who was asked to agree; 403 Problem for who was not
//   GET    /deployments/{id}/decisions                DeploymentDecisions
//   GET    /policy                                    PolicyStatus
//   GET    /policy/decisions/{id}                     DecisionExplanation
//   GET    /policy/decisions/{id}/input               what the decision was made of, as docs/policy/input.md has it
//   POST   /alarms                                    AlarmNotice, or what Prometheus' Alertmanager sends (version 4) -> AlarmAnswer; also at /api/alarms
//   GET    /alarms?plan=&environment=                 StandingAlarm[], those that fire now
//   GET    /status?plan=&environment=                 PlanStatus[]
//   GET    /secrets/{environment}/{plan}              SecretsInUse; /configurations/…: ConfigurationContracts.cs
//   GET    /logs/{environment}/{plan}/{component}?lines=&follow=   LogEntry, one JSON object a line
//   GET    /secret-stores                             SecretStoreStatus[]
//   GET    /targets                                   TargetHealth[]
//   GET    /cluster                                   SiloInfo[]
//   POST   /shutdown                                  ShutdownRequest -> ShutdownAnswer
//
// An answer that is not a success is a Problem.

/// <summary>How to reach a host: the content of <c>host.json</c> in its folder, readable by its owner only.</summary>
/// <param name="Url">Base address: in that file on the loopback interface; elsewhere with https.</param>
/// <param name="Token">Bearer token.</param>
/// <param name="ProcessId">The host's process.</param>
public sealed record HostEndpoint(string Url, string Token, int ProcessId);

/// <summary>What a host says of itself.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="OnDemand">Whether it was started by <c>up</c> rather than by a person.</param>
/// <param name="Ready">Whether it takes deployments.</param>
public sealed record HostHealth(string Version, int ProcessId, bool OnDemand, bool Ready)
{
    /// <summary>Who decides what may be deployed: <c>rules</c>, <c>opa</c>, or both; not there when nothing was set up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Policy { get; init; }

    /// <summary>Where secrets are taken from: <c>vault</c>, <c>sealed</c>; not there when nothing was set up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Secrets { get; init; }
}

/// <summary>What a stranger on another machine hears: a load balancer needs no more.</summary>
/// <param name="Ready">Whether it takes requests.</param>
public sealed record HostPresence(bool Ready);

/// <summary>Something went wrong.</summary>
/// <param name="Code"><c>LUM7xxx</c>, see <see cref="ProblemCodes"/>.</param>
/// <param name="Message">What was expected, what was found.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Deployment">The deployment that it is about, where there is one.</param>
public sealed record Problem(string Code, string Message, string? Remedy = null, string? Deployment = null);

/// <summary>A plan's text with what it needs to be bound.</summary>
/// <param name="File">The name to report problems under.</param>
/// <param name="Source">The text, at most 100 MB.</param>
/// <param name="Directory">The folder that relative paths in the plan start from, absolute.</param>
/// <param name="Environment">Null for the plan's default environment.</param>
/// <param name="Parameters">Values of params, as text; lists and maps as JSON.</param>
/// <param name="Files">What the plan reads beside its own text (imports, <c>file()</c>), by path as seen from its folder; null for a file that
/// could not be read. The host reads none itself.</param>
/// <param name="Variables">What the plan reads of the environment in which it was submitted, by name; null for one that is not set.</param>
/// <param name="Levels">Levels of findings that differ from the catalogue's, by code: <c>off, info, warning, error</c>. What is not known has no
/// effect, and an error stays one.</param>
public sealed record PlanSubmission(
    string File, string Source, string Directory, string? Environment, IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string?>? Files = null, IReadOnlyDictionary<string, string?>? Variables = null,
    IReadOnlyDictionary<string, string>? Levels = null)
{
    /// <summary>The files that values of params come from, by param; those that are not here were given one by one.</summary>
    public IReadOnlyDictionary<string, string>? ParameterFiles { get; init; }

    /// <summary>For a preview: who would deploy it, since policy may ask; not there when nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    /// <summary>For a preview: why it would be deployed; not there when nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A finding in a plan; see Lumina.Language's Diagnostic.</summary>
public sealed record Finding(
    string Code, string Severity, string Message, string File, int Line, int Column, int EndLine, int EndColumn);

/// <summary>What a deployment would do.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="PlanDigest">The plan's digest; null when it has errors.</param>
/// <param name="ChangeDigest">The change set's digest; what <see cref="DeploymentRequest.ExpectedChanges"/> takes.</param>
/// <param name="Changes">Component by component; empty when there are errors.</param>
/// <param name="Groups">Names in the order of execution: what is in one group can run at the same time.</param>
/// <param name="Diagnostics">All findings.</param>
public sealed record Preview(
    string? Plan, string? Environment, string? PlanDigest, string? ChangeDigest, IReadOnlyList<PreviewedChange> Changes,
    IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyList<Finding> Diagnostics)
{
    /// <summary>How long it will take, going by what earlier deployments took; null when nothing changes or nobody asked.</summary>
    public ExpectedDuration? Expected { get; init; }

    /// <summary>Until when the environment is frozen; not there when it isn't.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FrozenUntil { get; init; }

    /// <summary>What policy says to it now, denials first; not there when there is nobody to ask, or nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PolicyDecision>? Decisions { get; init; }
}

/// <summary>How long a deployment will take: the longest way through its groups, with the median of the last rollouts of each component.</summary>
/// <param name="Seconds">Null when no component on any way has a history.</param>
/// <param name="Path">The components on the longest way, in order.</param>
/// <param name="Unknown">Components that change and have no history of such a change yet, so that it will take longer than
/// <paramref name="Seconds"/>.</param>
public sealed record ExpectedDuration(double? Seconds, IReadOnlyList<string> Path, IReadOnlyList<string> Unknown);

/// <param name="Component">Its name.</param>
/// <param name="Action"><c>unchanged, create, update, restart, remove</c>.</param>
/// <param name="FromVersion">The version that runs.</param>
/// <param name="ToVersion">The version that will.</param>
/// <param name="Values">What differs.</param>
public sealed record PreviewedChange(
    string Component, string Action, string? FromVersion, string? ToVersion, IReadOnlyList<PreviewedValue> Values)
{
    /// <summary>The revision that runs; null when none does.</summary>
    public int? FromRevision { get; init; }
}

/// <param name="Path">What it is: <c>image</c>, <c>config LUMINA_LOG_LEVEL</c>, <c>health path</c>.</param>
/// <param name="Before">What it is now; null when it is not there.</param>
/// <param name="After">What it becomes; null when it goes away.</param>
public sealed record PreviewedValue(string Path, string? Before, string? After)
{
    /// <summary>Where the new value comes from; null when it goes away, or is not of the plan.</summary>
    public ValueOrigin? Origin { get; init; }
}

/// <summary>Where a value comes from.</summary>
/// <param name="File">The file it is written in; null for a default of the language.</param>
/// <param name="Line">The line, from 1; 0 for a default.</param>
/// <param name="Environment">The environment whose override (<c>in production</c>) says it; null when it holds for all.</param>
/// <param name="Template">The template that says it; null when the component does so itself.</param>
/// <param name="Params">The params that it was worked out from.</param>
public sealed record ValueOrigin(string? File, int Line, string? Environment, string? Template, IReadOnlyList<ParamOrigin> Params);

/// <param name="Name">The param's name.</param>
/// <param name="Source">Where its value comes from: <c>default</c>, <c>--param</c>, a file's name, <c>LUMINA_PARAM_x</c>.</param>
public sealed record ParamOrigin(string Name, string Source);

/// <summary>Asks for a deployment.</summary>
/// <param name="Kind"><c>apply</c>: make it so; <c>remove</c>: take all components of the plan in the environment away;
/// <c>rollback</c>: back to what ran before <paramref name="Target"/>.</param>
/// <param name="Submission">The plan; for <c>apply</c>.</param>
/// <param name="Plan">The plan's name; for <c>remove</c> and <c>rollback</c>.</param>
/// <param name="Environment">The environment; for <c>remove</c> and <c>rollback</c>.</param>
/// <param name="Target">A deployment's id, a component's name, or null for the last deployment that changed something;
/// for <c>rollback</c>.</param>
/// <param name="ExpectedChanges">The digest of the change set that was looked at; the request is refused when it would be another now.
/// Null to take any.</param>
/// <param name="Wait">Whether to queue behind a running deployment instead of being refused: the same as
/// <see cref="OnConflict"/> = <c>queue</c>.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestId">Names this request: one that comes twice is carried out once.</param>
/// <param name="Parallelism">How many components may roll out at once; null for the host's default.</param>
public sealed record DeploymentRequest(
    string Kind, PlanSubmission? Submission, string? Plan, string? Environment, string? Target, string? ExpectedChanges, bool Wait,
    string Actor, string? Reason, string RequestId, int? Parallelism = null)
{
    /// <summary>The digest of the plan that was looked at; the request is refused when the submission makes another now. Null to take any.</summary>
    public string? ExpectedPlan { get; init; }

    /// <summary>When another deployment of the plan has not ended: <c>refuse, queue, supersede</c>. Null for what the plan says, for <c>apply</c>, and
    /// for <c>refuse</c> otherwise.</summary>
    public string? OnConflict { get; init; }

    /// <summary>Why it is not to keep to the environment's freezes; null when it is.</summary>
    public string? DespiteFreeze { get; init; }
}

/// <param name="Deployment">Its id.</param>
/// <param name="Preview">What it does.</param>
public sealed record DeploymentAccepted(string Deployment, Preview Preview);

/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>apply, remove, rollback</c>.</param>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="State"><c>planned, queued, awaiting-approval, running, frozen, paused, cancelling, rolling-back, superseding</c>, or an outcome:
/// <c>succeeded, rolled-back, failed, refused, cancelled, superseded, rejected, expired</c>.</param>
/// <param name="Ended">Whether <paramref name="State"/> is an outcome.</param>
/// <param name="Version">The plan's version.</param>
/// <param name="PlanDigest">The plan's digest.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Reason">Why it ended as it did, when it did not succeed; or else why it was asked for.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Seconds">How long it has run, or ran.</param>
/// <param name="Changed">How many components it is to change.</param>
public sealed record DeploymentSummary(
    string Id, string Kind, string Plan, string Environment, string State, bool Ended, string? Version, string? PlanDigest, string Actor,
    string? Reason, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, double Seconds, int Changed)
{
    /// <summary>The newer deployment that takes, or took, its place; not there when none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SupersededBy { get; init; }

    /// <summary>Until when the freeze lasts for which it waits; not there when it waits for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FrozenUntil { get; init; }

    /// <summary>Why it does not keep to freezes; not there when it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DespiteFreeze { get; init; }

    /// <summary>Who was asked to agree before it began; not there when nobody was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalStatus? Approval { get; init; }
}

public sealed record DeploymentDetail(DeploymentSummary Summary, IReadOnlyList<ComponentResult> Components)
{
    /// <summary>What policy was asked and had something to say to, the first hundred of them; not there when nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PolicyCheckReport>? Checks { get; init; }

    /// <summary>The file on the host's machine that its events were archived to, so that nothing is told of its components here; null when they were not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ArchivedIn { get; init; }
}

/// <param name="Name">The component.</param>
/// <param name="Action"><c>unchanged, create, update, restart, remove</c>.</param>
/// <param name="Outcome"><c>live, unchanged, removed, restored, failed, skipped</c>; null while it is not known.</param>
/// <param name="State">Where it is: <c>waiting, preparing, rolling-out, verifying, live, failed, restoring, restored, restore-failed,
/// unchanged, skipped, removing, removed</c>.</param>
/// <param name="Step">The step it is at, from 1; 0 before the first.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="FromVersion">The version that ran before.</param>
/// <param name="ToVersion">The version it was to become.</param>
/// <param name="FromRevision">The revision that ran before.</param>
/// <param name="ToRevision">The revision it was to become.</param>
/// <param name="Seconds">How long its rollout took.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Evidence">What was seen: the last check's answer, the last lines of the log.</param>
public sealed record ComponentResult(
    string Name, string Action, string? Outcome, string State, int Step, int Steps, string? FromVersion, string? ToVersion,
    int? FromRevision, int? ToRevision, double Seconds, string? Reason, FailureEvidence? Evidence)
{
    /// <summary>What its step waits for on purpose: <c>promotion</c> (a person has to promote it), <c>approval</c> (a rule wants people to agree to its next step) or
    /// <c>time</c>; not there when nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WaitsFor { get; init; }

    /// <summary>Who is asked to agree to its next step; not there when nobody is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalStatus? Approval { get; init; }

    /// <summary>By what its failure was noticed: <c>deadline, health, crash-loop, analysis, verification, alarm, target, policy</c>; not there when it has not failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoticedBy { get; init; }
}

/// <param name="Instance">The instance that it was noticed on.</param>
/// <param name="LastAnswer">What the last health check, or the end of the process, said.</param>
/// <param name="LogTail">The last lines of its log, oldest first, at most 20.</param>
public sealed record FailureEvidence(string? Instance, string? LastAnswer, IReadOnlyList<string> LogTail);

/// <summary>Something that happened in a deployment, for progress and audit.</summary>
/// <param name="Position">Its place in the journal; what <c>after</c> takes.</param>
/// <param name="At">When.</param>
/// <param name="Type">What happened, as a stable name.</param>
/// <param name="Message">The same for a person, one line.</param>
/// <param name="Deployment">The deployment as it is after this; null for an event of a component.</param>
/// <param name="Component">The component as it is after this; null for an event of the deployment.</param>
public sealed record DeploymentEvent(
    long Position, DateTimeOffset At, string Type, string Message, DeploymentSummary? Deployment, ComponentResult? Component);

/// <param name="Actor">Who asks.</param>
/// <param name="Reason">Why.</param>
public sealed record ControlRequest(string Actor, string? Reason)
{
    /// <summary>For <c>promote</c>, <c>skip</c>, <c>approve</c> and <c>reject</c>: which component; null for all that it can be done with now.</summary>
    public string? Component { get; init; }

    /// <summary>For <c>promote</c> and <c>skip</c>: the step that was seen; when the component is past it, nothing is done. Null for the one
    /// that it is at.</summary>
    public int? Step { get; init; }

    /// <summary>For <c>promote</c>: straight to the last step, whatever it waits for.</summary>
    public bool Full { get; init; }

    /// <summary>For <c>approve</c> and <c>reject</c>: what was seen to be waited for (<see cref="ApprovalStatus.For"/>); when it is something else by now, nothing is
    /// done. Null for whatever it is.</summary>
    public string? For { get; init; }

    /// <summary>For <c>resume</c>: why it is not to wait for the end of a freeze either; null when it is.</summary>
    public string? DespiteFreeze { get; init; }
}

/// <summary>What runs of a plan in an environment.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Deployment">The newest deployment.</param>
/// <param name="State">That deployment's state.</param>
/// <param name="Components">Sorted by name.</param>
public sealed record PlanStatus(
    string Plan, string Environment, string? Deployment, string? State, IReadOnlyList<ComponentStatus> Components);

/// <param name="Name">The component.</param>
/// <param name="State"><c>live, degraded, rolling-out, restoring, failed, unknown</c>.</param>
/// <param name="Revision">The revision that runs; null when none does.</param>
/// <param name="Version">Its version.</param>
/// <param name="Image">Its image.</param>
/// <param name="Healthy">Healthy instances.</param>
/// <param name="Desired">Wanted instances.</param>
/// <param name="Restarts">How often its instances were started again.</param>
/// <param name="Endpoint">Its stable address.</param>
/// <param name="Traffic">How traffic is shared.</param>
/// <param name="Since">Since when that revision has been live.</param>
/// <param name="Instances">One by one.</param>
/// <param name="Note">What is wrong, when something is.</param>
public sealed record ComponentStatus(
    string Name, string State, int? Revision, string? Version, string? Image, int Healthy, int Desired, int Restarts, string? Endpoint,
    IReadOnlyList<TrafficShare> Traffic, DateTimeOffset? Since, IReadOnlyList<InstanceStatus> Instances, string? Note)
{
    /// <summary>What its instances are configured with; not there when nothing was recorded of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfigurationStatus? Configuration { get; init; }
}

/// <summary>The configuration that runs, and what instances have otherwise.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Drift">What they have otherwise; empty when nothing, or when it is not known.</param>
/// <param name="Unread">What of it is not known, and why; null when all of it is.</param>
public sealed record ConfigurationStatus(int Number, IReadOnlyList<ConfigurationDrifted> Drift, string? Unread);

/// <summary>One thing that one instance has otherwise.</summary>
/// <param name="Instance">Which instance.</param>
/// <param name="What"><c>config LOG_LEVEL</c>, <c>secret DB_KEY</c>, <c>file app.json</c>.</param>
/// <param name="Wanted">What it should have; of a secret its version and fingerprint.</param>
/// <param name="Found">The fingerprint of what it has; null when it has none.</param>
public sealed record ConfigurationDrifted(string Instance, string What, string Wanted, string? Found);

public sealed record TrafficShare(int Revision, int Weight);

public sealed record InstanceStatus(
    string Id, int Revision, string Phase, int Restarts, int? ProcessId, DateTimeOffset Since, string? LastAnswer);

public sealed record LogEntry(DateTimeOffset At, string Instance, string Text);

/// <param name="Kind">The target's kind.</param>
/// <param name="Healthy">Whether it can be used.</param>
/// <param name="Message">What it says of itself.</param>
public sealed record TargetHealth(string Kind, bool Healthy, string Message);

/// <summary>A host of the cluster, as the cluster sees it.</summary>
/// <param name="Name">Its machine and its process.</param>
/// <param name="Address">Where the others reach it; not the address of its API.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Since">Since when it has been there.</param>
/// <param name="State"><c>joining, active, leaving, dead</c>.</param>
/// <param name="Alive">Whether it carries things out now.</param>
public sealed record SiloInfo(string Name, string Address, string Version, DateTimeOffset Since, string State, bool Alive);

/// <param name="OnlyIfIdle">Only when no component runs anywhere and no deployment is open.</param>
/// <param name="AgentToo">Whether the local agent is to end as well; it refuses while it has components.</param>
public sealed record ShutdownRequest(bool OnlyIfIdle, bool AgentToo);

/// <param name="Stopping">Whether it is going down.</param>
/// <param name="Reason">Why not.</param>
public sealed record ShutdownAnswer(bool Stopping, string? Reason);
