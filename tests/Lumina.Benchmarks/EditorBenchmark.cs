using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using StreamJsonRpc;

namespace Lumina.Benchmarks;

/// <summary>How long an editor waits for completion while somebody types into a large plan: the server over a pipe, with all that is between
/// a key and the list of proposals. Findings are worked out beside it, as they are when typing pauses.</summary>
internal static class EditorBenchmark
{
    private const string Uri = "file:///bench/main.deploy";

    // What is typed, key by key, into the middle of the file: a component with mistakes in it until it is done.
    private const string Typed = """
        component typed {
          depends on c1, c2
          image = "shop/typed:${plan.version}"
          port = 9999
          config { A = component.c3.url  B = param.level }
          health http { path = "/health"  every = 2s }
          in production { replicas = 2 }
        }

        """;

    public static async Task RunAsync(int lines, int keys)
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        using var end = new CancellationTokenSource();
        var served = LanguageServer.LanguageServer.RunAsync(
            toServer.Reader.AsStream(), fromServer.Writer.AsStream(), Console.Error, TimeProvider.System, end.Token);
        using var client = new JsonRpc(new HeaderDelimitedMessageHandler(toServer.Writer.AsStream(), fromServer.Reader.AsStream(), new SystemTextJsonFormatter()));
        var findings = 0;
        client.AddLocalRpcMethod("textDocument/publishDiagnostics", (string uri, int? version, JsonNode diagnostics) => Interlocked.Increment(ref findings));
        client.StartListening();
        await client.InvokeWithParameterObjectAsync<JsonNode>("initialize", new { processId = Environment.ProcessId, capabilities = new { } });
        var text = Write(lines);
        await client.NotifyWithParameterObjectAsync("textDocument/didOpen", new { textDocument = new { uri = Uri, languageId = "lumina", version = 1, text } });

        Console.WriteLine($"typing {keys} keys into a plan of {text.Count(c => c == '\n')} lines ({text.Length / 1024} KiB), a completion after each:");
        var line = lines / 2 - (lines / 2 % 10);
        foreach (var (name, pause) in new[] { ("as fast as it answers", TimeSpan.Zero), ("with findings in between", TimeSpan.FromMilliseconds(160)) })
        {
            var count = pause == TimeSpan.Zero ? keys : Math.Min(keys, 150);
            var before = Environment.CpuUsage.TotalTime;
            var times = await TypeAsync(client, line, count, pause);
            var worked = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / count;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-26} first {times[0],6:0.00} ms   p50 {At(times, 0.5),6:0.00} ms   p99 {At(times, 0.99),6:0.00} ms   max {times.Max(),6:0.00} ms   ({count} keys, {worked:0.00} ms of processor each, findings told {findings} times)"));
        }
        await end.CancelAsync();
        await served;
    }

    private static async Task<double[]> TypeAsync(JsonRpc client, int firstLine, int keys, TimeSpan pause)
    {
        var times = new double[keys];
        var (line, character) = (firstLine, 0);
        for (var i = 0; i < keys; i++)
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause);
            var key = Typed[i % Typed.Length];
            var at = new { line, character };
            (line, character) = key == '\n' ? (line + 1, 0) : (line, character + 1);
            var start = Stopwatch.GetTimestamp();
            await client.NotifyWithParameterObjectAsync("textDocument/didChange", new
            {
                textDocument = new { uri = Uri, version = i + 2 },
                contentChanges = new[] { new { range = new { start = at, end = at }, text = key.ToString() } },
            });
            await client.InvokeWithParameterObjectAsync<JsonNode>("textDocument/completion", new { textDocument = new { uri = Uri }, position = new { line, character } });
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return times;
    }

    private static double At(double[] times, double part) => times.Order().ElementAt(Math.Min(times.Length - 1, (int)Math.Ceiling(times.Length * part) - 1));

    private static string Write(int lines)
    {
        var text = new StringBuilder("""
            plan bench { version = param.version }
            param version : string = "1.0"
            param level : string = "info"
            environment development { target process }
            environment staging { target docker  after development }
            environment production { target kubernetes  after staging }
            let registry = "example.com"



            """);
        for (var i = 0; i < lines / 10; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                component c{{i}} {
                  {{(i == 0 ? "" : $"depends on c{i - 1}")}}
                  image = "${registry}/c{{i}}:${plan.version}"
                  port  = {{10_000 + i}}
                  config { LEVEL = param.level  ENV = environment.name }
                  health http { path = "/health"  every = 2s }
                  strategy rolling { batch = 1 }
                  in production { replicas = 3 }
                }


                """);
        }
        return text.ToString();
    }
}
