using System.Runtime.CompilerServices;
using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Host.Alarms;
using Lumina.Host.Starting;
using Lumina.Host.Views;
using Lumina.Targets.Process;

namespace Lumina.Host.Api;

/// <summary>The routes of the wire contract (Lumina.Api, Contracts.cs).</summary>
internal static class LuminaEndpoints
{
    private const int MostLines = 10_000;

    public static void MapLuminaApi(this WebApplication host)
    {
        host.MapGet("/healthz", (HostSettings options, SecretStoreBoard secrets) => Results.Json(
            new HostHealth(SiloNames.Version, Environment.ProcessId, options.OnDemand, Ready: true) { Policy = options.Policy.Engines, Secrets = secrets.Names }, ApiJson.Default.HostHealth));

        var api = host.MapGroup("/api/v1");
        api.MapPost("/preview", PreviewAsync);
        api.MapPost("/rehearsals", (RehearsalRequest request, RehearsalDesk desk, CancellationToken stop) => desk.RehearseAsync(request, stop));
        MapDeployments(api);
        api.MapGet("/status", async (string? plan, string? environment, StatusBoard board, CancellationToken stop) =>
            Results.Json(await board.ReadAsync(plan, environment, stop), ApiJson.Default.PlanStatusArray));
        api.MapGet("/secrets/{environment}/{plan}", async (string environment, string plan, SecretBoard board, CancellationToken stop) =>
            DeploymentDesk.IsName(environment) && DeploymentDesk.IsName(plan)
                ? Results.Json(await board.ReadAsync(environment, plan, stop), ApiJson.Default.SecretsInUse)
                : Problems.BadRequest("Environments and plans have names of small letters, digits and '-'."));
        api.MapGet("/configurations/{environment}/{plan}/{component}", (string environment, string plan, string component, ConfigurationDesk desk, CancellationToken stop) =>
            desk.ListAsync(environment, plan, component, stop));
        api.MapGet("/configurations/{environment}/{plan}/{component}/{number:int}", (string environment, string plan, string component, int number, ConfigurationDesk desk, CancellationToken stop) =>
            desk.DocumentAsync(environment, plan, component, number, stop));
        api.MapPost("/alarms", (HttpContext context, AlarmDesk desk) => desk.HearAsync(context));
        api.MapGet("/alarms", async (string? plan, string? environment, AlarmDesk desk, CancellationToken stop) =>
            Results.Json(await desk.StandingAsync(plan, environment, stop), ApiJson.Default.StandingAlarmArray));
        // What is written into the configuration of other systems outlives versions of ours.
        host.MapPost("/api/alarms", (HttpContext context, AlarmDesk desk) => desk.HearAsync(context));
        MapPolicy(api);
        api.MapGet("/secret-stores", async (SecretStoreBoard board, CancellationToken stop) => Results.Json(await board.ReadAsync(stop), ApiJson.Default.SecretStoreStatusArray));
        api.MapGet("/targets", TargetsAsync);
        api.MapGet("/cluster", async (ClusterView cluster, CancellationToken stop) => Results.Json(await cluster.ReadAsync(stop), ApiJson.Default.SiloInfoArray));
        api.MapGet("/logs/{environment}/{plan}/{component}", LogsAsync);
        api.MapGet("/journal", (JournalDesk desk, CancellationToken stop) => desk.OverviewAsync(stop));
        api.MapPost("/journal/verify", (JournalDesk desk, CancellationToken stop) => desk.VerifyAsync(stop));
        api.MapPost("/journal/archive", (ArchiveRequest request, JournalDesk desk, CancellationToken stop) => desk.ArchiveAsync(request, stop));
        api.MapPost("/shutdown", ShutdownAsync);
        api.MapFallback(() => Problems.NotFound("There is no such address.", "See Lumina.Api/Contracts.cs for those that there are."));
    }

    private static void MapDeployments(RouteGroupBuilder api)
    {
        api.MapPost("/deployments", (DeploymentRequest request, DeploymentDesk desk, CancellationToken stop) => desk.StartAsync(request, stop));
        api.MapGet("/deployments", async (string? plan, string? environment, string? component, int? limit, DeploymentHistories histories, CancellationToken stop) =>
            Results.Json(await histories.ListAsync(plan, environment, component, Math.Clamp(limit ?? 20, 1, 1_000), stop), ApiJson.Default.DeploymentSummaryArray));
        api.MapGet("/deployments/{id}", async (string id, DeploymentHistories histories, CancellationToken stop) =>
            await histories.ReadAsync(id, stop) is { } detail ? Results.Json(detail, ApiJson.Default.DeploymentDetail) : DeploymentDesk.NoDeployment(id));
        api.MapGet("/deployments/{id}/events", async (string id, long? after, bool? follow, DeploymentHistories histories, CancellationToken stop) =>
            await histories.FindAsync(id, stop) is null
                ? DeploymentDesk.NoDeployment(id)
                : await histories.ArchiveOfAsync(id, stop) is { } archived ? Problems.Archived(id, archived)
                : new JsonLines<DeploymentEvent>(cancel => histories.FollowAsync(id, after ?? 0, follow ?? false, cancel), ApiJson.Default.DeploymentEvent));
        api.MapGet("/deployments/{id}/decisions", async (string id, DeploymentHistories histories, CancellationToken stop) =>
            await histories.DecisionsAsync(id, stop) is { } decisions ? Results.Json(decisions, ApiJson.Default.DeploymentDecisions) : DeploymentDesk.NoDeployment(id));
        api.MapPost("/deployments/{id}/approve", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.DecideAsync(WordOf(by, agrees: true)), stop));
        api.MapPost("/deployments/{id}/reject", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.DecideAsync(WordOf(by, agrees: false)), stop));
        api.MapPost("/deployments/{id}/pause", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.PauseAsync(by.Actor, by.Reason), stop));
        api.MapPost("/deployments/{id}/resume", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.ResumeAsync(by.Actor, by.Reason, by.DespiteFreeze), stop));
        api.MapPost("/deployments/{id}/cancel", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.CancelAsync(by.Actor, by.Reason), stop));
        api.MapPost("/deployments/{id}/promote", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.PromoteAsync(StepOf(by)), stop));
        api.MapPost("/deployments/{id}/skip", (string id, ControlRequest by, DeploymentDesk desk, CancellationToken stop) =>
            desk.ControlAsync(id, by, d => d.SkipAsync(StepOf(by)), stop));
    }

    private static void MapPolicy(RouteGroupBuilder api)
    {
        api.MapGet("/policy", async (PolicyBoard board, CancellationToken stop) => Results.Json(await board.ReadAsync(stop), ApiJson.Default.PolicyStatus));
        api.MapGet("/policy/decisions/{id}", async (string id, DecisionExplanations explanations, CancellationToken stop) =>
            await explanations.ExplainAsync(id, stop) is { } explanation ? Results.Json(explanation, ApiJson.Default.DecisionExplanation) : NoDecision(id));
        api.MapGet("/policy/decisions/{id}/input", async (string id, DecisionExplanations explanations, CancellationToken stop) =>
            await explanations.InputAsync(id, stop) is { } input ? Results.Bytes(input, "application/json") : NoDecision(id));
    }

    private static IResult NoDecision(string id) => Problems.NotFound(
        $"There is no decision '{id}', or nothing is kept of what it was made of.",
        "Ids of decisions are shown by lumina plan and lumina show. What was said to a plan that was only looked at is remembered by the host that said it, for a while: look at it again.");

    private static StepCommand StepOf(ControlRequest by) => new(by.Component, by.Step, by.Full, by.Actor, by.Reason);

    private static ApprovalCommand WordOf(ControlRequest by, bool agrees) => new(agrees, by.Component, by.Actor, by.Reason, by.For);

    private static async Task<IResult> PreviewAsync(
        PlanSubmission submission, PlanPreviews previews, PreviewParticulars particulars, CancellationToken stop)
    {
        if (PlanPreviews.Malformed(submission) is { } wrong)
            return Problems.BadRequest(wrong);
        var looked = await previews.LookAsync(submission, stop);
        return looked.Planned?.Fault is not null
            ? Problems.Of(503, new Problem(ProblemCodes.TargetUnavailable, looked.Planned.Reason ?? "A target does not answer.", "lumina doctor says which, and why."))
            : Results.Json(await particulars.AddAsync(looked, submission, stop), ApiJson.Default.Preview);
    }

    private static async Task<IResult> TargetsAsync(TargetRegistry targets, CancellationToken stop)
    {
        var health = new List<TargetHealth>();
        foreach (var target in targets.All.OrderBy(t => t.Kind, StringComparer.Ordinal))
        {
            var answer = await target.ObserveAllAsync("-", "-", stop);
            health.Add(new TargetHealth(target.Kind, answer.Outcome == TargetOutcome.Done, answer.Reason ?? "answers"));
        }
        return Results.Json(health.ToArray(), ApiJson.Default.TargetHealthArray);
    }

    private static async Task<IResult> LogsAsync(
        string environment, string plan, string component, int? lines, bool? follow, StatusBoard board, TargetRegistry targets,
        CancellationToken stop)
    {
        var key = new ComponentKey(environment, plan, component);
        if (await board.KindOfAsync(key, stop) is not { } kind || targets.TryFind(kind) is not { } target)
            return Problems.NotFound($"'{component}' does not run in {plan} in {environment}.", "lumina status lists what runs.");
        var most = Math.Clamp(lines ?? 100, 1, MostLines);
        return new JsonLines<LogEntry>(cancel => Entries(target.ReadLogAsync(key, null, most, follow ?? false, cancel), cancel), ApiJson.Default.LogEntry);
    }

    private static async IAsyncEnumerable<LogEntry> Entries(
        IAsyncEnumerable<LogLine> lines, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var line in lines.WithCancellation(cancel))
            yield return new LogEntry(line.At, line.Instance, line.Text);
    }

    private static async Task<IResult> ShutdownAsync(
        ShutdownRequest request, StatusBoard board, AgentLauncher agent, IHostApplicationLifetime lifetime, CancellationToken stop)
    {
        if (request.OnlyIfIdle && await board.WhyBusyAsync(stop) is { } busy)
            return Results.Json(new ShutdownAnswer(false, busy), ApiJson.Default.ShutdownAnswer);
        if (request.AgentToo && await agent.ShutdownAsync(onlyIfEmpty: true, stop) is { Stopping: false } occupied)
            return Results.Json(new ShutdownAnswer(false, "The agent goes on: " + occupied.Reason), ApiJson.Default.ShutdownAnswer);
        lifetime.StopApplication();
        return Results.Json(new ShutdownAnswer(true, null), ApiJson.Default.ShutdownAnswer);
    }
}
