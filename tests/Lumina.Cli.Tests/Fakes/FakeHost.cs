using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Api;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>Answers as a host would, from what a test has put down.</summary>
internal sealed class FakeHost : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<Task<HttpResponseMessage>>>> _answers = [];

    public FakeHost() => Answer("GET /healthz", new HostHealth("0.1.0", 4711, OnDemand: true, Ready: true), ApiJson.Default.HostHealth)
        .Answer("GET /api/v1/cluster", [Silo("desk-4711", "active")], ApiJson.Default.SiloInfoArray);

    /// <summary>Whether nobody answers.</summary>
    public bool IsDead { get; set; }

    /// <summary>What was asked, in order: <c>POST /api/v1/deployments</c>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The bodies of what was asked, in order; empty for none.</summary>
    public List<string> Bodies { get; } = [];

    public T Body<T>(string request, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Bodies[Requests.IndexOf(request)], type)!;

    /// <summary>The last answer to a request is given again and again.</summary>
    public FakeHost Answer<T>(string request, T body, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) =>
        Answer(request, () => Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new StringContent(JsonSerializer.Serialize(body, type), Encoding.UTF8, "application/json"),
        }));

    public FakeHost Refuse(string request, int status, Problem problem) =>
        Answer(request, problem, ApiJson.Default.Problem, (HttpStatusCode)status);

    /// <summary>Lines of JSON; and after them the connection is lost, where a test wants that.</summary>
    public FakeHost Stream<T>(string request, IEnumerable<T> entries, JsonTypeInfo<T> type, bool breaks = false, Action? then = null) =>
        Answer(request, () =>
        {
            var text = string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, type) + "\n"));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new WireStream(text, breaks, then)) });
        });

    public FakeHost Answer(string request, Func<Task<HttpResponseMessage>> answer)
    {
        if (!_answers.TryGetValue(request, out var queue)) _answers[request] = queue = new();
        queue.Enqueue(answer);
        return this;
    }

    public static SiloInfo Silo(string name, string state, string version = "0.1.0") =>
        new(name, "127.0.0.1:11111", version, new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), state, state == "active");

    public FakeHost Forget(string request)
    {
        _answers.Remove(request);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsDead) throw new HttpRequestException("Connection refused");
        var name = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Requests.Add(name);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        if (!_answers.TryGetValue(name, out var queue)) throw new InvalidOperationException($"Nobody expected {name}.");
        return await (queue.Count > 1 ? queue.Dequeue() : queue.Peek())();
    }
}
