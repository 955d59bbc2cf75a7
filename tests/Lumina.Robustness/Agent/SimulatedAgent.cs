using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;
using Lumina.Targets.Process;
using Lumina.Targets.Simulated;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumina.Robustness.Agent;

/// <summary>
/// An agent by its wire contract, outside all hosts, whose instances are in memory only. It keeps a record of all that it has done, and can be
/// told to misbehave.
/// </summary>
internal sealed class SimulatedAgent : IAsyncDisposable
{
    private const string ComponentPath = "/v1/components/{environment}/{plan}/{component}";

    /// <summary>The setting by which a component's plan says that this revision never becomes healthy.</summary>
    public const string Behaviour = "BEHAVIOUR";

    private readonly WebApplication _server;
    private readonly SimulatedTarget _target = new(TimeProvider.System);
    private readonly ConcurrentDictionary<ComponentKey, Lock> _locks = new();
    private readonly Lock _record = new();
    private readonly List<Effect> _effects = [];
    private readonly Misbehaviour _misbehaviour = new();
    private readonly string _token = Guid.NewGuid().ToString("n");

    private SimulatedAgent(WebApplication server) => _server = server;

    public AgentEndpoint Endpoint { get; private set; } = new("", "", 0, 0);

    /// <summary>How it is reached at one of this machine's addresses.</summary>
    public AgentEndpoint EndpointAt(IPAddress address) => Endpoint with { Url = $"http://{address}:{new Uri(Endpoint.Url).Port}" };

    public Misbehaviour Misbehaviour => _misbehaviour;

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            lock (_record)
                return [.. _effects];
        }
    }

    /// <param name="from">The address where it listens.</param>
    public static async Task<SimulatedAgent> StartAsync(IPAddress from)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{from}:0");
        var server = builder.Build();
        var agent = new SimulatedAgent(server);
        agent.Map();
        await server.StartAsync();
        var url = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        agent.Endpoint = new AgentEndpoint(url, agent._token, Environment.ProcessId, AgentProtocol.Version);
        return agent;
    }

    public Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAsync(string environment, string plan) =>
        _target.ObserveAllAsync(environment, plan, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _misbehaviour.End();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private void Map()
    {
        _server.Use(_misbehaviour.ApplyAsync);
        _server.MapGet("/healthz", (HttpContext context) =>
            WriteAsync(
                context,
                new AgentHealth("simulated", Environment.ProcessId, AgentProtocol.Version)
                {
                    Proof = AgentProof.Of(_token, context.Request.Headers[AgentProof.NonceHeader], Environment.ProcessId, context.Connection.LocalPort),
                },
                AgentJson.Default.AgentHealth));
        _server.MapGet("/v1/components", ObserveAsync);
        _server.MapPost(ComponentPath + "/prepare", context => CommandAsync(context, AgentJson.Reading<PrepareCommand>()));
        _server.MapPut(ComponentPath + "/revisions/{number}", context => CommandAsync(context, AgentJson.Reading<ScaleCommand>()));
        _server.MapPut(ComponentPath + "/traffic", context => CommandAsync(context, AgentJson.Default.TrafficCommand));
        _server.MapDelete(ComponentPath, context => CommandAsync(context, AgentJson.Default.RemoveCommand));
        _server.MapPost(ComponentPath + "/revisions/{number:int}/read-back", ReadBackAsync);
        _server.MapPost("/v1/configurations/read", ReadBackAllAsync);
        _server.MapGet(ComponentPath + "/log", (HttpContext context) => Task.CompletedTask);
    }

    private static Operation OperationOf(object command) => command switch
    {
        PrepareCommand c => c.Operation,
        ScaleCommand c => c.Operation,
        TrafficCommand c => c.Operation,
        RemoveCommand c => c.Operation,
        _ => throw new ArgumentException($"{command} is no command."),
    };

    private static string Say(object command) => command is ScaleCommand scale
        ? string.Create(CultureInfo.InvariantCulture, $"revision {scale.Revision.Number}: {scale.Instances} instances")
        : command.GetType().Name;

    private Task<TargetAnswer> DoAsync(object command) => command switch
    {
        PrepareCommand c => _target.PrepareAsync(c.Operation, Simulated(c.Revision), CancellationToken.None),
        ScaleCommand c => _target.ScaleAsync(c.Operation, Simulated(c.Revision), c.Instances, CancellationToken.None),
        TrafficCommand c => _target.SetTrafficAsync(c.Operation, c.Traffic, CancellationToken.None),
        RemoveCommand c => _target.RemoveAsync(c.Operation, CancellationToken.None),
        _ => throw new ArgumentException($"{command} is no command."),
    };

    private async Task ObserveAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string environment = query["environment"].ToString(), plan = query["plan"].ToString(), component = query["component"].ToString();
        var seen = await _target.ObserveAllAsync(environment, plan, context.RequestAborted);
        await WriteAsync(
            context, new ObservationList([.. seen.Value.Where(o => component.Length == 0 || o.Component.Component == component)]), AgentJson.Default.ObservationList);
    }

    private async Task ReadBackAsync(HttpContext context)
    {
        var question = await JsonSerializer.DeserializeAsync(context.Request.Body, AgentJson.Default.ReadBackQuestion, context.RequestAborted)
            ?? throw new JsonException("null is no question");
        var values = context.Request.RouteValues;
        var key = new ComponentKey($"{values["environment"]}", $"{values["plan"]}", $"{values["component"]}");
        var read = await _target.ReadBackAsync(key, int.Parse($"{values["number"]}", CultureInfo.InvariantCulture), new FingerprintKey(question.Key), context.RequestAborted);
        await WriteAsync(context, new ReadBackList(read.Value.IsDefault ? [] : read.Value), AgentJson.Default.ReadBackList);
    }

    private async Task ReadBackAllAsync(HttpContext context)
    {
        var question = await JsonSerializer.DeserializeAsync(context.Request.Body, AgentJson.Default.ReadBackAllQuestion, context.RequestAborted)
            ?? throw new JsonException("null is no question");
        var read = await ((ITarget)_target).ReadBackAllAsync(
            question.Environment, question.Plan, question.Revisions, new FingerprintKey(question.Key), context.RequestAborted);
        await WriteAsync(context, new ReadBackAllList(read.Value.IsDefault ? [] : read.Value), AgentJson.Default.ReadBackAllList);
    }

    private async Task CommandAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var command = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
            ?? throw new JsonException("null is no command");
        var operation = OperationOf(command);
        TargetAnswer answer;
        lock (_locks.GetOrAdd(operation.Component, _ => new Lock()))
        {
            // The target answers at once; whether it has done anything it counts itself.
            var before = _target.EffectsOn(operation.Component);
            answer = DoAsync(command).GetAwaiter().GetResult();
            if (_target.EffectsOn(operation.Component) > before)
            {
                lock (_record)
                    _effects.Add(new Effect(operation.Id, operation.Component, operation.Fence, Say(command)));
            }
        }

        if (await _misbehaviour.SwallowsAnswerAsync(context))
            return;
        await WriteAsync(context, new CommandAnswer(answer.Outcome, answer.Reason), AgentJson.Default.CommandAnswer);
    }

    /// <summary>The same revision, as the simulated target runs it.</summary>
    private static RevisionSpec Simulated(RevisionSpec revision) => revision with
    {
        Spec = revision.Spec with
        {
            Target = new TargetSpec
            {
                Kind = "simulated",
                Options = ImmutableSortedDictionary<string, string>.Empty
                    .Add("start", "60ms").Add("stop", "30ms").Add("fail", revision.Spec.Config.GetValueOrDefault(Behaviour) == "bad" ? "100%" : "0%"),
            },
        },
    };

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), context.RequestAborted).AsTask();
    }
}
