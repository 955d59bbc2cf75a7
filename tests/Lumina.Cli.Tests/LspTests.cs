using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

/// <summary><c>lsp</c>: what the command line brings to the language server.</summary>
public sealed class LspTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_wrong_member_in_the_CSharp_of_a_rule_is_told_to_the_editor()
    {
        using var toServer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, toServer.ClientSafePipeHandle);
        using var fromServer = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new AnonymousPipeClientStream(PipeDirection.Out, fromServer.ClientSafePipeHandle);
        var folder = new Uri(_desk.Folder + "/").AbsoluteUri;
        var rule = "rule a {\n  applies to component\n  when    component.Replcas > 1\n  warn    \"x\"\n}\n";

        var serving = LuminaCommand.RunAsync(_desk.World() with { Streams = () => (input, output) }, ["lsp"], TestContext.Current.CancellationToken);
        await SayAsync(toServer, new { jsonrpc = "2.0", id = 1, method = "initialize", @params = new { processId = (int?)null, rootUri = folder, capabilities = new { } } });
        await SayAsync(toServer, new { jsonrpc = "2.0", method = "initialized", @params = new { } });
        await SayAsync(toServer, new { jsonrpc = "2.0", method = "textDocument/didOpen", @params = new { textDocument = new { uri = folder + "a.rules", languageId = "lumina-rules", version = 1, text = rule } } });
        var found = await HearAsync(fromServer, message => message.TryGetProperty("method", out var method) && method.GetString() == "textDocument/publishDiagnostics");
        await SayAsync(toServer, new { jsonrpc = "2.0", id = 2, method = "shutdown" });
        await SayAsync(toServer, new { jsonrpc = "2.0", method = "exit" });

        var finding = Assert.Single(found.GetProperty("params").GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("LUM8205", finding.GetProperty("code").GetString());
        Assert.Equal((2, 20), (finding.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32(), finding.GetProperty("range").GetProperty("start").GetProperty("character").GetInt32()));
        Assert.Equal(ExitCode.Done, await serving);
    }

    private static async Task SayAsync(Stream stream, object message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }

    private static async Task<JsonElement> HearAsync(Stream stream, Func<JsonElement, bool> isMeant)
    {
        while (true)
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one);
                head.Append((char)one[0]);
            }

            var length = head.ToString().Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
            var body = new byte[int.Parse(length, null)];
            await stream.ReadExactlyAsync(body);
            var message = JsonDocument.Parse(body).RootElement;
            if (isMeant(message)) return message;
        }
    }
}
