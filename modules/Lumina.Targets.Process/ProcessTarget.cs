using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Targets.Process;

/// <summary>Components as processes of this machine, supervised by its agent.</summary>
internal sealed class ProcessTarget(AgentLauncher launcher) : ITarget
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private volatile AgentEndpoint? _known;

    public string Kind => "process";

    public TargetCapabilities Capabilities { get; } = new(SplitsTraffic: true, RunsCommands: true, RunsImages: false)
    {
        RoutesRequests = true,
        MeasuresTraffic = true,
        ReadsBack = true,
    };

    public async Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        var query = $"environment={Escape(component.Environment)}&plan={Escape(component.Plan)}&component={Escape(component.Component)}";
        var answer = await ObserveAsync(query, cancellationToken);
        return answer.Outcome == TargetOutcome.Done
            ? new TargetAnswer<Observation>(TargetOutcome.Done, null, answer.Value.FirstOrDefault() ?? new Observation(component, null, [], null))
            : new TargetAnswer<Observation>(answer.Outcome, answer.Reason, null);
    }

    public Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken) =>
        ObserveAsync($"environment={Escape(environment)}&plan={Escape(plan)}", cancellationToken);

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken) =>
        CommandAsync(
            HttpMethod.Post, PathOf(operation.Component) + "/prepare", new PrepareCommand(operation, revision) { Contents = WireContents.Of(contents) },
            AgentJson.Default.PrepareCommand, cancellationToken);

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken) =>
        CommandAsync(
            HttpMethod.Put,
            string.Create(CultureInfo.InvariantCulture, $"{PathOf(operation.Component)}/revisions/{revision.Number}"),
            new ScaleCommand(operation, revision, instances) { Contents = WireContents.Of(contents) },
            AgentJson.Default.ScaleCommand,
            cancellationToken);

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        CommandAsync(HttpMethod.Put, PathOf(operation.Component) + "/traffic", new TrafficCommand(operation, traffic), AgentJson.Default.TrafficCommand, cancellationToken);

    public Task<TargetAnswer<TrafficMetrics>> ReadMetricsAsync(ComponentKey component, CancellationToken cancellationToken) =>
        AskAsync<object, TrafficMetrics>(HttpMethod.Get, PathOf(component) + "/metrics", null, null, AgentJson.Default.TrafficMetrics, cancellationToken);

    public async Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(
        ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(component)}/revisions/{revision}/read-back");
        var answer = await AskAsync(
            HttpMethod.Post, path, new ReadBackQuestion(key.Reveal().ToArray()), AgentJson.Default.ReadBackQuestion, AgentJson.Default.ReadBackList, cancellationToken);
        return new TargetAnswer<ImmutableArray<InstanceConfiguration>>(answer.Outcome, answer.Reason, answer.Value?.Instances ?? []);
    }

    public async Task<TargetAnswer<ImmutableArray<ComponentReadBack>>> ReadBackAllAsync(
        string environment, string plan, IReadOnlyDictionary<string, int> revisions, FingerprintKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var answer = await AskAsync(
            HttpMethod.Post, "/v1/configurations/read", new ReadBackAllQuestion(environment, plan, revisions, key.Reveal().ToArray()),
            AgentJson.Default.ReadBackAllQuestion, AgentJson.Default.ReadBackAllList, cancellationToken);
        return new TargetAnswer<ImmutableArray<ComponentReadBack>>(answer.Outcome, answer.Reason, answer.Value?.Components ?? []);
    }

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        CommandAsync(HttpMethod.Delete, PathOf(operation.Component), new RemoveCommand(operation), AgentJson.Default.RemoveCommand, cancellationToken);

    public async IAsyncEnumerable<LogLine> ReadLogAsync(
        ComponentKey component, int? revision, int lines, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(component)}/log?lines={lines}&revision={revision}&follow={(follow ? "true" : "false")}");
        var (response, _) = await SendAsync<object>(HttpMethod.Get, path, null, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // Logs are evidence, not state: without an agent there are none to be had.
        if (response is null)
            yield break;
        using (response)
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await ReadLineAsync(reader, cancellationToken) is { } text)
            {
                if (JsonSerializer.Deserialize(text, AgentJson.Default.LogLine) is { } line)
                    yield return line;
            }
        }
    }

    // An agent that ends in the middle of a line ends the reading: a follower asks again and gets its successor.
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await AskAsync<object, ObservationList>(HttpMethod.Get, "/v1/components?" + query, null, null, AgentJson.Default.ObservationList, cancellationToken);
        return new TargetAnswer<ImmutableArray<Observation>>(answer.Outcome, answer.Reason, answer.Value?.Components ?? []);
    }

    /// <summary>A question whose answer is one JSON value.</summary>
    private async Task<TargetAnswer<T>> AskAsync<TQuestion, T>(
        HttpMethod method, string path, TQuestion? question, JsonTypeInfo<TQuestion>? questionType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where TQuestion : class
        where T : class
    {
        var (response, problem) = await SendAsync(method, path, question, questionType, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (response is null)
            return new TargetAnswer<T>(TargetOutcome.Unavailable, problem, null);
        using (response)
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var refusal = await ReadAsync(response, AgentJson.Default.CommandAnswer, cancellationToken);
                return new TargetAnswer<T>(refusal?.Outcome ?? TargetOutcome.Failed, refusal?.Reason ?? "the agent refused to say", null);
            }

            return await ReadAsync(response, type, cancellationToken) is { } value
                ? new TargetAnswer<T>(TargetOutcome.Done, null, value)
                : new TargetAnswer<T>(TargetOutcome.Unavailable, "the agent's answer could not be understood", null);
        }
    }

    private async Task<TargetAnswer> CommandAsync<T>(HttpMethod method, string path, T command, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var (response, problem) = await SendAsync(method, path, command, type, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (response is null)
            return TargetAnswer.Unavailable(problem ?? "no agent answers");
        using (response)
        {
            if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
                return TargetAnswer.Failed(
                    $"the component is too large for the agent: with all its files and secrets, in Base64, it may have {AgentProtocol.LargestRequest / 1024 / 1024} MiB");
            return await ReadAsync(response, AgentJson.Default.CommandAnswer, cancellationToken) is { } answer
                ? new TargetAnswer(answer.Outcome, answer.Reason)
                : TargetAnswer.Unavailable("the agent's answer could not be understood");
        }
    }

    /// <summary>Sends to the agent that is known; when that fails, once more to the one that is there now or is started now. All requests
    /// may be repeated.</summary>
    private async Task<(HttpResponseMessage? Response, string? Problem)> SendAsync<T>(
        HttpMethod method, string path, T? body, JsonTypeInfo<T>? type, HttpCompletionOption completion, CancellationToken cancellationToken)
        where T : class
    {
        if (_known is { } known)
        {
            var (response, _) = !await launcher.IsStillThereAsync(known, AnswerWithin, cancellationToken) ? default
                : await TrySendAsync(known, method, path, body, type, completion, cancellationToken);
            if (response is not null)
                return (response, null);
            _known = null;
        }

        try
        {
            var endpoint = await launcher.EnsureAsync(cancellationToken);
            _known = endpoint;
            return await TrySendAsync(endpoint, method, path, body, type, completion, cancellationToken);
        }
        catch (AgentUnavailableException e)
        {
            return (null, e.Message);
        }
    }

    private async Task<(HttpResponseMessage? Response, string? Problem)> TrySendAsync<T>(
        AgentEndpoint endpoint, HttpMethod method, string path, T? body, JsonTypeInfo<T>? type, HttpCompletionOption completion,
        CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerWithin);
        try
        {
            return (await launcher.Client.SendAsync(endpoint, method, path, body, type, completion, timeout.Token), null);
        }
        catch (HttpRequestException e)
        {
            return (null, $"the agent does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"the agent gave no answer within {AnswerWithin.TotalSeconds:0} s");
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string PathOf(ComponentKey key) => $"/v1/components/{Escape(key.Environment)}/{Escape(key.Plan)}/{Escape(key.Component)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
