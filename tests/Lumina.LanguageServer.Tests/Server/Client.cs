using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lumina.LanguageServer.Tests.Server;

/// <summary>A client at the other end of a pipe, which writes every byte itself.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _fromServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Stream _sending;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<JsonNode> _published = [];
    private readonly Task _reading;
    private TaskCompletionSource _somethingPublished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;

    public Client(TimeProvider? time = null)
    {
        _sending = _toServer.Writer.AsStream();
        Served = LanguageServer.RunAsync(_toServer.Reader.AsStream(), _fromServer.Writer.AsStream(), Log, time ?? TimeProvider.System, _end.Token);
        _reading = ReadAsync(_fromServer.Reader.AsStream());
    }

    /// <summary>Ends when the server does.</summary>
    public Task<bool> Served { get; }

    public StringWriter Log { get; } = new();

    /// <summary>A client that has said hello.</summary>
    public static async Task<Client> StartAsync(string? folder = null, int? parent = null)
    {
        var client = new Client();
        await client.AskAsync("initialize", new
        {
            processId = parent,
            rootUri = folder is null ? null : new Uri(folder).AbsoluteUri,
            capabilities = new { textDocument = new { completion = new { completionItem = new { snippetSupport = true } } } },
            initializationOptions = new { documentation = "https://example.com/diagnostics.md" },
        });
        client.Tell("initialized", new { });
        return client;
    }

    public void Open(string uri, string text, int version = 1) =>
        Tell("textDocument/didOpen", new { textDocument = new { uri, languageId = "lumina", version, text } });

    public void Replace(string uri, string text, int version) =>
        Tell("textDocument/didChange", new { textDocument = new { uri, version }, contentChanges = new[] { new { text } } });

    public void Change(string uri, int version, int line, int from, int to, string text) =>
        Tell("textDocument/didChange", new
        {
            textDocument = new { uri, version },
            contentChanges = new[] { new { range = new { start = new { line, character = from }, end = new { line, character = to } }, text } },
        });

    public async Task<JsonNode?> AskAsync(string method, object? parameters) => (await AnswerAsync(method, parameters))["result"];

    public async Task<JsonNode?> AskAtAsync(string method, string uri, int line, int character, object? more = null)
    {
        var parameters = JsonSerializer.SerializeToNode(new { textDocument = new { uri }, position = new { line, character } })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            parameters[name] = value?.DeepClone();
        return await AskAsync(method, parameters);
    }

    /// <summary>The whole answer, with its result or its error.</summary>
    public Task<JsonNode> AnswerAsync(string method, object? parameters, Action<int>? sent = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(parameters is null
            ? JsonSerializer.Serialize(new { jsonrpc = "2.0", id, method })
            : JsonSerializer.Serialize(new { jsonrpc = "2.0", id, method, @params = parameters }));
        sent?.Invoke(id);
        return answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Tell(string method, object? parameters) => Send(JsonSerializer.Serialize(new { jsonrpc = "2.0", method, @params = parameters }));

    public void Send(string json) => SendBytes($"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    public void SendBytes(string bytes)
    {
        lock (_lock)
        {
            _sending.Write(Encoding.UTF8.GetBytes(bytes));
        }
    }

    public void HangUp() => _toServer.Writer.Complete();

    /// <summary>The findings of a version of a document, once they are told.</summary>
    public async Task<JsonArray> FindingsAsync(string uri, int version)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_published.LastOrDefault(p => p["uri"]!.GetValue<string>() == uri && p["version"]?.GetValue<int>() == version) is { } found)
                    return found["diagnostics"]!.AsArray();
                next = _somethingPublished.Task;
            }
            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Served;
        _fromServer.Writer.Complete();
        await _reading;
        _end.Dispose();
        await Log.DisposeAsync();
    }

    private async Task ReadAsync(Stream stream)
    {
        while (await ReadMessageAsync(stream) is { } message)
        {
            if (message["method"] is null)
            {
                if (message["id"] is JsonValue id && id.TryGetValue<int>(out var number) && _waiting.TryRemove(number, out var answer))
                    answer.SetResult(message);
                continue;
            }
            lock (_lock)
            {
                _published.Add(message["params"]!);
                _somethingPublished.SetResult();
                _somethingPublished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private static async Task<JsonNode?> ReadMessageAsync(Stream stream)
    {
        var length = 0;
        while (await ReadLineAsync(stream) is { } line)
        {
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            if (line.Length > 0)
                continue;
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes);
            return JsonNode.Parse(bytes);
        }
        return null;
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }
}
