using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy;
using Lumina.Policy.Engine;

namespace Lumina.Benchmarks;

/// <summary>How long rules take: compiled for the first time, from disk, asked, and changed again and again. What needs a cold process is measured in one of its own.</summary>
internal static class PolicyBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(int components, int reloads)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-policy-").FullName;
        try
        {
            Console.WriteLine($"{"first decision of a cold process, 200 rules compiled",-60} {InChild("first", folder),10} ms");
            Console.WriteLine($"{"the same in the next process, from disk",-60} {InChild("first", folder),10} ms");
            await AskAsync(components, folder);
            await ReloadAsync(reloads);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a child does: compiles 200 rules, asks them once, and prints how long that took.</summary>
    public static async Task FirstAsync(string folder)
    {
        var request = Request(1);
        var start = Stopwatch.GetTimestamp();
        var engine = Engine(Set(200, 0), folder);
        var input = InputDocument.Write(request);
        var written = Stopwatch.GetElapsedTime(start);
        await engine.DecideAsync(request, input, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Stopwatch.GetElapsedTime(start) - written).TotalMilliseconds:0} (and {written.TotalMilliseconds:0} for the document)"));
    }

    private static async Task AskAsync(int components, string folder)
    {
        var request = Request(components);
        var engine = Engine(Set(50, 0), folder);
        await engine.DecideAsync(Request(1), InputDocument.Write(Request(1)), CancellationToken.None);
        var (asked, written, fired, size) = (double.MaxValue, double.MaxValue, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var input = InputDocument.Write(request);
            written = Math.Min(written, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            fired = (await engine.DecideAsync(request, input, CancellationToken.None)).Decisions.Length;
            asked = Math.Min(asked, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            size = input.Json.Length;
        }

        Console.WriteLine($"{$"the document of {components:N0} components ({size >> 20} MiB) written",-60} {written,10:0} ms");
        Console.WriteLine($"{$"{components:N0} components × 50 rules asked, {fired:N0} decisions",-60} {asked,10:0} ms");
    }

    private static async Task ReloadAsync(int reloads)
    {
        var request = Request(10);
        var input = InputDocument.Write(request);
        var source = new Changing();
        var engine = PolicyRegistration.CreateRules(source, null, TimeProvider.System, new RuleLimits());
        var (before, worst) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        for (var reload = 0; reload < reloads; reload++)
        {
            source.Now = new(Set(5, reload), []);
            await engine.DecideAsync(request, input, CancellationToken.None);
            if (reload % 50 is not 49)
                continue;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var now = Environment.WorkingSet >> 20;
            // The first hundred warm up the compiler and the runtime.
            if (reload < 100) before = now;
            worst = Math.Max(worst, now);
        }

        Console.WriteLine($"{$"{reloads:N0} reloads of changed rules, each",-60} {Stopwatch.GetElapsedTime(start).TotalMilliseconds / reloads,10:0.0} ms");
        Console.WriteLine($"{"memory after 100 of them, and at most behind that",-60} {before,10:N0} MiB, {worst:N0} MiB");
    }

    private static IPolicyEngine Engine(RuleSet rules, string folder) =>
        PolicyRegistration.CreateRules(new Changing { Now = new(rules, []) }, Path.Combine(folder, "cache"), TimeProvider.System, new RuleLimits());

    private static RuleSet Set(int count, int version) => new()
    {
        Rules = [.. Enumerable.Range(0, count).Select(i => Rule(i, version)).OrderBy(rule => rule.Name, StringComparer.Ordinal)],
        Digest = PlanJson.DigestOf(Encoding.UTF8.GetBytes($"{count} {version}")),
    };

    /// <summary>As policy teams write them: a where, a when, a message with holes. One in fifty fires for each component.</summary>
    private static RuleSpec Rule(int number, int version)
    {
        string[] conditions =
        [
            "component.Image.Tag == \"latest\" || component.Image.Digest == null", "component.Replicas < 2 && component.Scale == null",
            "component.Strategy.Steps.First().Weight > 60%", "component.Config.Any(entry => entry.Key.EndsWith(\"PASSWORD\"))",
            "!component.Image.Registry.IsOneOf(\"ghcr.io\", \"registry.example.com\")", "component.Resources == null || component.Resources.Memory > GiB(8)",
            "component.Health == null && component.Port != null", "change.Action == ChangeAction.Remove && deployment.ApprovedBy.Count < 2",
            "component.DependsOn.Contains(component.Name)", "component.Rollback.Within > Minutes(30)",
        ];
        var condition = number % 50 is 0 ? $"component.Replicas >= {version % 2}" : $"({conditions[number % conditions.Length]}) && component.Replicas > {1000 + number + version}";
        return new()
        {
            Name = $"rule-{number:000}",
            Subject = RuleSubject.Component,
            Effect = RuleEffect.Warn,
            Where = Text("component.Strategy is canary && component.Image != null"),
            When = Text(condition),
            Message = new([new(null, Text("component.Name")), new(" runs ", null), new(null, Text("component.Image")), new(".", null)]),
            Location = new("bench.rules", 0, 1, 1, 1, 1, 2),
            Digest = "",
        };
    }

    private static CSharpText Text(string text) => new(text, new("bench.rules", 0, text.Length, 1, 1, 1, 1 + text.Length));

    private static PolicyRequest Request(int components)
    {
        var plan = new Plan
        {
            Name = "bench",
            Environment = new() { Name = "production", Target = new() { Kind = "kubernetes" } },
            Components = [.. Enumerable.Range(0, components).Select(i => new ComponentSpec
            {
                Name = $"component-{i:00000}",
                Target = new() { Kind = "kubernetes" },
                Image = $"ghcr.io/bench/component-{i}:1.4@sha256:{i:x64}",
                Port = 8080,
                Replicas = 3,
                Config = ImmutableSortedDictionary<string, string>.Empty.Add("LOG_LEVEL", "info").Add("URL", "http://core:8000"),
                Strategy = new CanarySpec { Steps = [new() { Weight = 10, For = TimeSpan.FromMinutes(1) }, new() { Weight = 50, For = TimeSpan.FromMinutes(1) }] },
            })],
        };
        return new()
        {
            Moment = PolicyMoment.Plan,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, "/srv", []),
            Deployment = new() { Kind = "apply", Actor = "anna" },
            Now = TimeProvider.System.GetUtcNow(),
        };
    }

    private static string InChild(string what, string folder)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["policy-measure", what, folder]) { RedirectStandardOutput = true })!;
        var answer = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return answer;
    }

    private sealed class Changing : IRuleSource
    {
        public ReadRules Now { get; set; } = new(RuleSet.Empty, []);

        public ReadRules Read() => Now;
    }
}
