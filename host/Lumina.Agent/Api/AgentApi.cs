using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Agent.Logs;
using Lumina.Agent.Supervision;
using Lumina.Deployments.Targets;
using Lumina.Secrets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Api;

/// <summary>The agent's HTTP interface: see <see cref="AgentProtocol"/>.</summary>
internal sealed class AgentApi(string agentId, string token, Supervisor supervisor, LogReader logs, Action end)
{
    private const string ComponentPath = "/v1/components/{environment}/{plan}/{component}";
    private const int MostLines = 10_000;

    private readonly byte[] _expected = Encoding.ASCII.GetBytes("Bearer " + token);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", context =>
            AnswerAsync(context, Health(context), AgentJson.Default.AgentHealth));
        routes.MapGet("/v1/components", Guarded(ObserveAsync));
        routes.MapPost(ComponentPath + "/prepare", Guarded(context => CommandAsync(
            context, AgentJson.Reading<PrepareCommand>(), command => command.Operation, (component, command) => component.Prepare(command.Operation, command.Revision, command.Contents))));
        routes.MapPut(ComponentPath + "/revisions/{number}", Guarded(context => CommandAsync(
            context, AgentJson.Reading<ScaleCommand>(), command => command.Operation,
            (component, command) => component.Scale(command.Operation, command.Revision, command.Instances, command.Contents))));
        routes.MapPut(ComponentPath + "/traffic", Guarded(context => CommandAsync(
            context, AgentJson.Default.TrafficCommand, command => command.Operation, (component, command) => component.SetTraffic(command.Operation, command.Traffic))));
        routes.MapDelete(ComponentPath, Guarded(context => CommandAsync(
            context, AgentJson.Default.RemoveCommand, command => command.Operation, (component, command) => component.Remove(command.Operation))));
        routes.MapGet(ComponentPath + "/metrics", Guarded(MeasureAsync));
        routes.MapPost(ComponentPath + "/revisions/{number}/read-back", Guarded(ReadBackAsync));
        routes.MapPost("/v1/configurations/read", Guarded(ReadBackAllAsync));
        routes.MapGet(ComponentPath + "/log", Guarded(ReadLogAsync));
        routes.MapPost("/v1/shutdown", Guarded(ShutdownAsync));
    }

    private AgentHealth Health(HttpContext context) => new(agentId, Environment.ProcessId, AgentProtocol.Version)
    {
        Proof = AgentProof.Of(token, context.Request.Headers[AgentProof.NonceHeader], Environment.ProcessId, context.Connection.LocalPort),
    };

    private RequestDelegate Guarded(RequestDelegate next) => context =>
    {
        var given = Encoding.ASCII.GetBytes(context.Request.Headers.Authorization.ToString());
        if (CryptographicOperations.FixedTimeEquals(given, _expected))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    };

    private async Task CommandAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, Func<T, Operation> operationOf, Func<Component, T, CommandAnswer> run)
        where T : class
    {
        if (await ReadAsync(context, type) is not { } command)
            return;
        var key = KeyOf(context);
        if (operationOf(command)?.Component != key)
        {
            await RefuseAsync(context, $"the operation is not one of {key}");
            return;
        }

        await AnswerAsync(context, supervisor.Run(key, component => run(component, command)), AgentJson.Default.CommandAnswer);
    }

    private async Task ObserveAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string? environment = query["environment"], plan = query["plan"], component = query["component"];
        if (environment is not null && plan is not null && component is not null
            && supervisor.ProblemOf(new ComponentKey(environment, plan, component)) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await AnswerAsync(context, new CommandAnswer(TargetOutcome.Failed, problem), AgentJson.Default.CommandAnswer);
            return;
        }

        var seen = supervisor.Observe(key =>
            (environment is null || key.Environment == environment) && (plan is null || key.Plan == plan) && (component is null || key.Component == component));
        await AnswerAsync(context, new ObservationList(seen), AgentJson.Default.ObservationList);
    }

    private async Task MeasureAsync(HttpContext context)
    {
        var key = KeyOf(context);
        if (supervisor.ProblemOf(key) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await AnswerAsync(context, new CommandAnswer(TargetOutcome.Failed, problem), AgentJson.Default.CommandAnswer);
            return;
        }

        await AnswerAsync(context, supervisor.Measure(key), AgentJson.Default.TrafficMetrics);
    }

    private async Task ReadBackAsync(HttpContext context)
    {
        if (await ReadAsync(context, AgentJson.Default.ReadBackQuestion) is not { } question)
            return;
        if (question.Key is not { Length: FingerprintKey.Size } || Number(RouteValue(context, "number")) is not { } revision)
        {
            await RefuseAsync(context, "a revision's number and a key are needed");
            return;
        }

        if (supervisor.ProblemOf(KeyOf(context)) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await AnswerAsync(context, new CommandAnswer(TargetOutcome.Failed, problem), AgentJson.Default.CommandAnswer);
            return;
        }

        var read = supervisor.Find(KeyOf(context))?.ReadBack(revision, new FingerprintKey(question.Key)) ?? [];
        await AnswerAsync(context, new ReadBackList(read), AgentJson.Default.ReadBackList);
    }

    private async Task ReadBackAllAsync(HttpContext context)
    {
        if (await ReadAsync(context, AgentJson.Default.ReadBackAllQuestion) is not { } question)
            return;
        if (question is not { Key.Length: FingerprintKey.Size, Environment: not null, Plan: not null, Revisions: not null })
        {
            await RefuseAsync(context, "a plan, an environment, revisions of its components and a key are needed");
            return;
        }

        var key = new FingerprintKey(question.Key);
        await AnswerAsync(context, new ReadBackAllList([.. question.Revisions.Select(asked => Read(new ComponentKey(question.Environment, question.Plan, asked.Key), asked.Value))]), AgentJson.Default.ReadBackAllList);

        ComponentReadBack Read(ComponentKey component, int revision) => supervisor.ProblemOf(component) is { } problem
            ? new ComponentReadBack(component.Component, [], problem)
            : new ComponentReadBack(component.Component, supervisor.Find(component)?.ReadBack(revision, key) ?? [], null);
    }

    private async Task ReadLogAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var lines = Number(query["lines"]) is { } wanted ? Math.Clamp(wanted, 1, MostLines) : 100;
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(context.RequestAborted);
        try
        {
            await foreach (var line in logs.ReadAsync(KeyOf(context), Number(query["revision"]), lines, query["follow"] == "true", context.RequestAborted))
            {
                await JsonSerializer.SerializeAsync(context.Response.Body, line, AgentJson.Default.LogLine, context.RequestAborted);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task ShutdownAsync(HttpContext context)
    {
        if (await ReadAsync(context, AgentJson.Default.AgentShutdown) is not { } wanted)
            return;
        var problem = wanted.OnlyIfEmpty ? supervisor.CloseIfEmpty() : null;
        await AnswerAsync(context, new AgentShutdownAnswer(problem is null, problem), AgentJson.Default.AgentShutdownAnswer);
        await context.Response.CompleteAsync();
        if (problem is null)
            end();
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value)
                return value;
            await RefuseAsync(context, "null is no command");
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, $"the body is not what this path takes: {e.Message}");
        }

        return null;
    }

    private static async Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await AnswerAsync(context, new CommandAnswer(TargetOutcome.Failed, reason), AgentJson.Default.CommandAnswer);
    }

    private static Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }

    private static ComponentKey KeyOf(HttpContext context) =>
        new(RouteValue(context, "environment"), RouteValue(context, "plan"), RouteValue(context, "component"));

    private static string RouteValue(HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
