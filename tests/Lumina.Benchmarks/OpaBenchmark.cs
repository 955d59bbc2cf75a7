using System.Globalization;
using System.Text.Json;
using Lumina.Policy.Opa;
using Lumina.Testbed;

namespace Lumina.Benchmarks;

/// <summary>What asking a real OPA about many components in one request costs: all of it, what OPA says that it took itself, and the rest, which is ours and the connection's.</summary>
internal static class OpaBenchmark
{
    private const int WarmUp = 50;

    private const string Policies = """
        package lumina

        deny contains {"code": "pinned-images", "component": c.name, "message": sprintf("%s runs %s", [c.name, c.image.text])} if {
          some c in input.plan.components
          c.image.tag == "latest"
        }

        warn contains {"code": "small-steps", "component": c.name, "message": sprintf("%s begins with %v%%", [c.name, c.strategy.steps[0].weight])} if {
          some c in input.plan.components
          c.strategy.kind == "canary"
          c.strategy.steps[0].weight > 10
        }
        """;

    public static async Task RunAsync(int components, int questions)
    {
        await using var opa = await OpaServer.StartAsync();
        using var client = new OpaClient(new OpaOptions { Server = opa.Server, Timeout = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        var pushed = await new PolicyPush(client, "lumina", "lumina").PushAsync([new("policies.rego", Policies)], CancellationToken.None);
        if (pushed.Failure is { } refused)
            throw new InvalidOperationException(refused.Message);
        Print($"{components:N0} components in one request, {questions} requests one after the other; milliseconds: median, 95 of 100, worst");
        foreach (var fired in new[] { 0, components / 10, components })
        {
            var input = Document(components, fired);
            var (all, server, rest, decisions) = (new List<double>(), new List<double>(), new List<double>(), 0);
            for (var i = -WarmUp; i < questions; i++)
            {
                var answer = await client.DecideAsync(input, CancellationToken.None);
                if (answer.Result is not { } result || answer.ServerTook is not { } own)
                    throw new InvalidOperationException(answer.Failure?.Message ?? "OPA does not say how long it took.");
                decisions = result.GetProperty("deny").GetArrayLength();
                if (i < 0)
                    continue;
                all.Add(answer.Took.TotalMilliseconds);
                server.Add(own.TotalMilliseconds);
                rest.Add((answer.Took - own).TotalMilliseconds);
            }

            Print($"input {input.Length / 1024.0:0} KiB, {decisions,5:N0} denials   all {Of(all)}   OPA itself {Of(server)}   ours {Of(rest)}");
        }
    }

    /// <summary>Of the shape that policies see, as long for each component as a usual one is.</summary>
    private static byte[] Document(int components, int latest) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        moment = "plan",
        environment = new { name = "production", target = new { kind = "kubernetes" } },
        plan = new
        {
            name = "shop",
            components = Enumerable.Range(0, components).Select(i => new
            {
                name = $"component-{i}",
                version = "1.4.0",
                target = new { kind = "kubernetes", options = new { @namespace = "shop" } },
                image = new { text = $"registry.example.com/shop/component-{i}:{(i < latest ? "latest" : "1.4.0")}", registry = "registry.example.com", repository = $"shop/component-{i}", tag = i < latest ? "latest" : "1.4.0" },
                port = 8080,
                replicas = 3,
                config = new { LOG_LEVEL = "info", UPSTREAM = $"http://component-{i / 2}:8080" },
                dependsOn = new[] { $"component-{i / 2}" },
                health = new { kind = "http", path = "/health", every = 5, timeout = 2 },
                strategy = new { kind = "canary", steps = new[] { new { weight = 5, @for = 60 }, new { weight = 50, @for = 60 } } },
            }),
        },
        deployment = new { kind = "apply", actor = "ada" },
        clock = new { now = "2026-11-24T09:00:00Z" },
    });

    private static string Of(List<double> values)
    {
        values.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{values[values.Count / 2],6:0.00} {values[values.Count * 95 / 100],6:0.00} {values[^1],6:0.00}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
