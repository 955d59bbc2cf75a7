using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Lumina.Policy.Opa;

/// <summary>What OPA answered to one question.</summary>
/// <param name="Result">The decision; null when there is none.</param>
/// <param name="Failure">Why there is none; null when there is one.</param>
/// <param name="Took">From the question to the answer read.</param>
/// <param name="ServerTook">Of that, what OPA says that it took itself; null when it doesn't say.</param>
public sealed record OpaAnswer(JsonElement? Result, OpaFailure? Failure, TimeSpan Took, TimeSpan? ServerTook);

/// <summary>One OPA over its HTTP API, 1.x: https://www.openpolicyagent.org/docs/rest-api. Everything that can go wrong is in the answers; only cancellation throws.
/// Its connections are kept: one client for all questions.</summary>
public sealed class OpaClient : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };
    private static readonly MediaTypeHeaderValue Json = new("application/json"), Rego = new("text/plain");

    private readonly OpaConnection _connection;
    private readonly OpaOptions _options;
    private readonly OpaPatience _patience;
    private readonly TimeProvider _time;

    /// <param name="options">Without <see cref="OpaOptions.Problems"/>.</param>
    /// <param name="time">What time limits and waits go by.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public OpaClient(OpaOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        _options = options;
        _time = time;
        _connection = new OpaConnection(options);
        _patience = new OpaPatience(options, time);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Asks for the decision.</summary>
    /// <param name="input">The input document, UTF-8 JSON; it is sent as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpaAnswer> DecideAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var path = "v1/data/" + _options.Decision + "?metrics";
        var exchange = await SendAsync(() => new(HttpMethod.Post, path) { Content = new InputContent(input) }, cancellationToken);
        var took = _time.GetElapsedTime(start);
        if (FailureOf(exchange) is { } failure)
            return new(null, failure, took, null);
        if (Parsed(exchange.Body) is not { ValueKind: JsonValueKind.Object } answer)
            return new(null, new(OpaCodes.Malformed, $"It answers what is no JSON object: {Beginning(exchange.Body)}"), took, null);
        return answer.TryGetProperty("result", out var result)
            ? new(result, null, took, ServerTime(answer))
            : new(null, new(OpaCodes.Undefined, $"The decision {_options.Decision} is undefined: no policy that it has gives one."), took, ServerTime(answer));
    }

    /// <summary>Whether it is there and ready; null when it is.</summary>
    public async Task<OpaFailure?> HealthAsync(CancellationToken cancellationToken) =>
        FailureOf(await SendAsync(() => new(HttpMethod.Get, "health"), cancellationToken));

    /// <summary>The texts of its policies, by id.</summary>
    internal async Task<(ImmutableSortedDictionary<string, string> Texts, OpaFailure? Failure)> PoliciesAsync(CancellationToken cancellationToken)
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var exchange = await SendAsync(() => new(HttpMethod.Get, "v1/policies"), cancellationToken);
        if (FailureOf(exchange) is { } failure)
            return (none, failure);
        try
        {
            return Parsed(exchange.Body) is { } answer
                ? (none.AddRange(answer.GetProperty("result").EnumerateArray().Select(p => KeyValuePair.Create(p.GetProperty("id").GetString() ?? "", p.GetProperty("raw").GetString() ?? ""))), null)
                : (none, new(OpaCodes.Malformed, $"It answers what is no JSON: {Beginning(exchange.Body)}"));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return (none, new(OpaCodes.Malformed, $"It answers what is no list of policies: {Beginning(exchange.Body)}"));
        }
    }

    /// <summary>Puts a policy in the place of the one of that id. A text that it does not compile changes nothing.</summary>
    internal async Task<OpaFailure?> PutPolicyAsync(string id, string text, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return FailureOf(await SendAsync(() => new(HttpMethod.Put, PolicyPath(id)) { Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = Rego } } }, cancellationToken));
    }

    /// <summary>Takes a policy away; one that is not there is gone.</summary>
    internal async Task<OpaFailure?> DeletePolicyAsync(string id, CancellationToken cancellationToken)
    {
        var exchange = await SendAsync(() => new(HttpMethod.Delete, PolicyPath(id)), cancellationToken);
        return exchange.Status == 404 ? null : FailureOf(exchange);
    }

    private static string PolicyPath(string id) => "v1/policies/" + string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    private Task<OpaExchange> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        _patience.AskAsync(token => _connection.SendAsync(make, token), cancellationToken);

    private static OpaFailure? FailureOf(OpaExchange exchange) => exchange switch
    {
        { Failure: { } failure } => failure,
        { Status: >= 200 and < 300 } => null,
        { Status: 401 or 403 } => new(OpaCodes.Unauthorized, $"It does not allow the question (HTTP {exchange.Status}): the token is missing, wrong, or not enough for it."),
        { Status: >= 300 and < 400 } => new(OpaCodes.ErrorStatus, $"It sends elsewhere (HTTP {exchange.Status}), which is not followed."),
        _ => OpaErrors.Of(exchange.Status, Parsed(exchange.Body), Beginning(exchange.Body)),
    };

    private static JsonElement? Parsed(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? ServerTime(JsonElement answer) =>
        answer.TryGetProperty("metrics", out var metrics) && metrics.ValueKind is JsonValueKind.Object
        && metrics.TryGetProperty("timer_server_handler_ns", out var handler) && handler.TryGetInt64(out var nanoseconds)
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : null;

    private static string Beginning(byte[] body)
    {
        var text = OpaErrors.OneLine(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 400))));
        return text.Length == 0 ? "nothing" : text;
    }

    /// <summary><c>{"input": …}</c> around bytes that are JSON already.</summary>
    private sealed class InputContent : HttpContent
    {
        private readonly ReadOnlyMemory<byte> _input;

        public InputContent(ReadOnlyMemory<byte> input)
        {
            _input = input;
            Headers.ContentType = Json;
        }

        private static ReadOnlySpan<byte> Before => "{\"input\":"u8;

        private static ReadOnlySpan<byte> After => "}"u8;

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            stream.Write(Before);
            await stream.WriteAsync(_input);
            stream.Write(After);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Before.Length + _input.Length + After.Length;
            return true;
        }
    }
}
