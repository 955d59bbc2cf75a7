using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Host.Views;
using Lumina.Language.Plans;

namespace Lumina.Host.Api;

/// <summary>Takes requests for deployments in.</summary>
internal sealed class DeploymentDesk(IGrainFactory grains, PlanPreviews previews, DeploymentHistories histories)
{
    private const int MostParallel = 10_000;

    /// <summary>Enough to keep processes starting while others wait for their health, on any machine.</summary>
    private static int DefaultParallelism => Environment.ProcessorCount * 4;

    public async Task<IResult> StartAsync(DeploymentRequest request, CancellationToken cancellationToken)
    {
        if (Malformed(request) is { } wrong)
            return Problems.BadRequest(wrong);

        if (request.Kind == "apply")
        {
            var looked = await previews.LookAsync(request.Submission!, cancellationToken);
            if (looked is not { Intent: { } intent, Planned: { } found })
                return Results.Json(looked.Preview, ApiJson.Default.Preview, statusCode: StatusCodes.Status422UnprocessableEntity);
            return request.ExpectedPlan is { } expected && expected != intent.PlanDigest
                ? OtherPlan()
                : await BeginAsync(request, await previews.WithOriginsAsync(intent, looked.Compilation, cancellationToken), found, looked.Turn, looked.Preview.Diagnostics, looked.OnConflict);
        }
        var wanted = new DeploymentIntent
        {
            Kind = request.Kind == "remove" ? DeploymentKind.Remove : DeploymentKind.Rollback,
            Plan = request.Plan!,
            Environment = request.Environment!,
            Target = request.Target,
        };
        var (planned, turn) = await previews.PlanAsync(wanted, cancellationToken);
        return await BeginAsync(request, wanted, planned, turn, [], OnConflict.Refuse);
    }

    public async Task<IResult> ControlAsync(string id, ControlRequest request, Func<IDeploymentGrain, Task<ControlAnswer>> command, CancellationToken cancellationToken)
    {
        if ((Malformed(request.Actor, request.Reason) ?? Unfounded(request.DespiteFreeze)) is { } wrong)
            return Problems.BadRequest(wrong);
        if (request.Component is { } component && !IsName(component))
            return Problems.BadRequest($"'{component}' is no name of a component.");
        if (await histories.FindAsync(id, cancellationToken) is null)
            return NoDeployment(id);
        var answer = await command(grains.GetGrain<IDeploymentGrain>(id));
        return answer.Reply switch
        {
            ControlReply.Done when await histories.ReadAsync(id, cancellationToken) is { } detail => Results.Json(detail.Summary, ApiJson.Default.DeploymentSummary),
            ControlReply.WrongState => Problems.Of(409, new Problem(ProblemCodes.WrongState, $"{id}: {answer.Reason}", $"See lumina show {id}.", id)),
            ControlReply.Forbidden => Problems.Of(403, new Problem(ProblemCodes.NotAnApprover, $"{id}: {answer.Reason}", $"Who has agreed and who is asked: lumina show {id}.", id)),
            _ => NoDeployment(id),
        };
    }

    public static IResult NoDeployment(string id) => Problems.NotFound($"There is no deployment {id}.", "lumina history lists them.");

    private async Task<IResult> BeginAsync(
        DeploymentRequest request, DeploymentIntent intent, PlannedChanges planned, long turn, IReadOnlyList<Finding> findings, OnConflict byPlan)
    {
        if (planned.Fault is { } fault)
            return Explain(fault, planned.Reason ?? "");
        var id = IdOf(request.RequestId);
        var answer = await grains.GetGrain<IDeploymentGrain>(id).StartAsync(new StartOrder(
            intent, planned.Digest!, planned.Changed, request.ExpectedChanges, turn, Choice(request, byPlan), request.Actor, request.Reason,
            request.Parallelism ?? DefaultParallelism, request.DespiteFreeze));
        return answer.Reply switch
        {
            StartReply.Busy => Problems.Of(409, new Problem(
                ProblemCodes.Busy, $"{answer.Other} is deploying {intent.Plan} in {intent.Environment}.",
                $"Wait for it with --wait, overtake it with --on-conflict supersede, look at it with lumina show {answer.Other}, or end it with lumina cancel {answer.Other}.",
                answer.Other)),
            StartReply.Frozen => Problems.Of(409, new Problem(
                ProblemCodes.Frozen, string.Create(CultureInfo.InvariantCulture, $"{intent.Environment} is frozen until {answer.Until:yyyy-MM-dd HH:mm} UTC. Nothing was touched."),
                "Apply it after that, or now with --despite-freeze REASON.")),
            StartReply.Unplannable => Problems.Of(503, new Problem(
                ProblemCodes.TargetUnavailable, answer.Reason ?? "What would change can't be found out now.", "lumina doctor says which target does not answer, and why.")),
            StartReply.Stale => Problems.Of(409, new Problem(
                ProblemCodes.Stale, "What would change now is not what was looked at.", "Look at it again with lumina plan, then apply.")),
            _ => Results.Json(
                new DeploymentAccepted(id, PlanPreviews.Show(intent, planned, findings)), ApiJson.Default.DeploymentAccepted, statusCode: StatusCodes.Status201Created),
        };
    }

    /// <summary>What is said with the request counts more than what the plan says.</summary>
    private static OnConflict Choice(DeploymentRequest request, OnConflict byPlan) =>
        Wording.ConflictOf(request.OnConflict) ?? (request.Wait ? OnConflict.Queue : byPlan);

    private static IResult OtherPlan() => Problems.Of(409, new Problem(
        ProblemCodes.Stale, "This host makes another plan of the same text than the one that was looked at.", "Look at it again with lumina plan, then apply."));

    private static IResult Explain(PlanningFault fault, string reason) => fault switch
    {
        PlanningFault.TargetUnavailable => Problems.Of(503, new Problem(ProblemCodes.TargetUnavailable, reason, "lumina doctor says which, and why.")),
        PlanningFault.BeyondLimits => Problems.Of(409, new Problem(ProblemCodes.WrongState, reason, "lumina plan says where the plan has it.")),
        PlanningFault.NothingToRollBack => Problems.Of(409, new Problem(ProblemCodes.NothingToRollBack, reason, "lumina history lists what was deployed.")),
        _ => Problems.NotFound(reason, "lumina history and lumina status list what there is."),
    };

    private static string? Malformed(DeploymentRequest request) =>
        request.Kind is not ("apply" or "remove" or "rollback") ? $"'{request.Kind}' is no kind of deployment: apply, remove or rollback."
        : request.Kind == "apply" && request.Submission is null ? "An apply needs a plan."
        : request.Kind != "apply" && !(IsName(request.Plan) && IsName(request.Environment)) ? $"A {request.Kind} needs a plan's name and an environment's."
        : string.IsNullOrWhiteSpace(request.RequestId) || request.RequestId.Length > 200 ? "A request needs an id of 1 to 200 characters."
        : request.ExpectedPlan is not null && request.Kind != "apply" ? "Only an apply has a plan to expect."
        : request.Target is { Length: > 200 } ? "A target is a deployment's id or a component's name."
        : request.Submission is { } plan && PlanPreviews.Malformed(plan) is { } wrong ? wrong
        : request.OnConflict is { } choice && Wording.ConflictOf(choice) is null ? $"'{choice}' is no choice for a conflict: refuse, queue or supersede."
        : request is { Wait: true, OnConflict: not (null or "queue") } ? "To wait is to queue: a request says one of them."
        : Unfounded(request.DespiteFreeze) is { } unfounded ? unfounded
        : Malformed(request.Actor, request.Reason) is { } nobody ? nobody
        : request.Parallelism is < 1 or > MostParallel ? $"Parallelism goes from 1 to {MostParallel}."
        : null;

    private static string? Malformed(string? actor, string? reason) =>
        string.IsNullOrWhiteSpace(actor) || actor.Length > 200 ? "A request needs an actor of 1 to 200 characters."
        : reason is { Length: > 2000 } ? "A reason has at most 2000 characters."
        : null;

    private static string? Unfounded(string? despiteFreeze) =>
        despiteFreeze is not null && (string.IsNullOrWhiteSpace(despiteFreeze) || despiteFreeze.Length > 2000) ? "A freeze is passed over for a reason of 1 to 2000 characters." : null;

    /// <summary>Names become parts of streams' names; the language allows these characters only.</summary>
    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= 63 } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The same request has the same id, so that one that comes twice is carried out once.</summary>
    private static string IdOf(string requestId) => "dep-" + (Ulid.TryParse(requestId, out var ulid)
        ? ulid
        : new Ulid(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)).AsSpan(0, 16))).ToString().ToLowerInvariant();
}
