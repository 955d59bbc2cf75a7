using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Processes;
using Lumina.Secrets;
using Lumina.Secrets.Redaction;
using Lumina.Targets.Process;

namespace Lumina.Benchmarks;

/// <summary>What it costs to take secrets out of what programs print: bytes a second, and the memory of a real log writer.</summary>
internal static class RedactionBenchmark
{
    private const int BlockBytes = 64 * 1024;
    private const int Mega = 1_000_000;
    private const int Times = 3;

    public static async Task RunAsync(int megabytes)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{megabytes} MB of log lines in blocks of 64 KiB, a value in every hundredth, median of {Times}"));
        Console.WriteLine("secrets   made in   held by it   speed");
        foreach (var count in new[] { 0, 1, 10, 100 })
            Measure(count, megabytes);
        await MeasureWriterAsync();
    }

    private static void Measure(int count, int megabytes)
    {
        var values = Values(Math.Max(count, 1));
        var lines = Lines(values);
        var before = Memory.HeldBytes();
        var began = Stopwatch.GetTimestamp();
        var redactor = Redactor.Of(values.Take(count).Select(value => KeyValuePair.Create("secret", SecretValue.Of(value))));
        var made = Stopwatch.GetElapsedTime(began);
        var held = Memory.HeldBytes() - before;
        var speeds = Enumerable.Range(0, Times).Select(_ => Run(redactor, lines, megabytes)).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,7} {made.TotalMilliseconds,6:0.0} ms {held / 1024,8} KiB {speeds[Times / 2],6:0} MB/s"));
    }

    private static double Run(Redactor redactor, byte[] lines, int megabytes)
    {
        var writer = new RedactingWriter(redactor, Stream.Null);
        var began = Stopwatch.GetTimestamp();
        var at = 0;
        for (long done = 0; done < (long)megabytes * Mega; done += BlockBytes)
        {
            writer.Add(lines.AsSpan(at, BlockBytes));
            at = (at + BlockBytes) % (lines.Length - BlockBytes);
        }

        writer.Finish();
        return megabytes / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => "canary-" + random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", 32))];
    }

    private static byte[] Lines(string[] values)
    {
        var random = new Random(1);
        var text = new StringBuilder();
        for (var i = 0; text.Length < 8 * Mega; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"2026-01-01T00:00:00.{i % 1000:000}Z info request={random.Next():x8} path=/orders/{random.Next(10_000)} took={random.Next(900)}ms status=200 agent=\"curl/8.5\"");
            text.Append(i % 100 == 0 ? " key=" + values[i / 100 % values.Length] + "\n" : "\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A real agent with an instance that has ten secrets, before and after it has printed.</summary>
    private static async Task MeasureWriterAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        var services = new ServiceCollection().AddLogging().AddProcessTarget(new ProcessTargetOptions
        {
            StateDirectory = folder,
            AgentExecutable = Path.Combine(AppContext.BaseDirectory, "lumina-agent"),
        });
        await using (var provider = services.BuildServiceProvider())
        {
            var target = provider.GetRequiredService<ITarget>();
            var (key, secrets) = (new ComponentKey("bench", "bench", "web"), Values(10).Index().ToDictionary(v => $"SECRET_{v.Index}", v => v.Item));
            var revision = new RevisionSpec(
                1,
                new ComponentSpec
                {
                    Name = "web",
                    Target = new TargetSpec { Kind = "process" },
                    Command = ["sh", "-c", "while [ ! -e print ]; do sleep 0.1; done; yes \"in $SECRET_1 out\" | head -c 64000000; touch printed; exec sleep 1000"],
                    Secrets = secrets.ToImmutableSortedDictionary(s => s.Key, SecretReference (_) => new VaultSecret { Path = "a", Key = "b" }, StringComparer.Ordinal),
                },
                folder);
            var contents = new RevisionContents(
                secrets.ToImmutableSortedDictionary(s => s.Key, s => SecretValue.Of(s.Value), StringComparer.Ordinal), ImmutableSortedDictionary<string, FileContent>.Empty);
            var answer = await target.ScaleAsync(new Operation("1", key, 1), revision, 1, contents, CancellationToken.None);
            if (answer.Outcome != TargetOutcome.Done)
                throw new InvalidOperationException(answer.Reason);
            var writer = await UntilAsync(FindWriter);
            await Task.Delay(TimeSpan.FromSeconds(2));
            var idle = Say(writer);
            var began = Stopwatch.GetTimestamp();
            await File.WriteAllTextAsync(Path.Combine(folder, "print"), "");
            await UntilAsync(() => File.Exists(Path.Combine(folder, "printed")) ? true : (bool?)null);
            var took = Stopwatch.GetElapsedTime(began);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a log writer with 10 secrets: {idle}; after 64 MB, printed in {took.TotalSeconds:0.00} s: {Say(writer)}"));
            await target.ScaleAsync(new Operation("2", key, 2), revision, 0, RevisionContents.None, CancellationToken.None);
            await UntilAsync(async () => (await target.ObserveAsync(key, CancellationToken.None)).Value is { Revisions.IsEmpty: true } ? true : (bool?)null);
            await target.RemoveAsync(new Operation("3", key, 3), CancellationToken.None);
            await provider.GetRequiredService<AgentLauncher>().ShutdownAsync(onlyIfEmpty: false, CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);

        int? FindWriter() => ProcessEntry.ReadAll()
            .Where(entry => !entry.IsZombie && ProcessEntry.ReadEnvironment(entry.Pid) is { } variables
                && variables.ContainsKey("LUMINA_LOG_OF") && variables.GetValueOrDefault("LUMINA_AGENT") == File.ReadAllText(Path.Combine(folder, "id")))
            .Select(entry => (int?)entry.Pid).FirstOrDefault();
    }

    private static Task<T> UntilAsync<T>(Func<T?> look)
        where T : struct => UntilAsync(() => Task.FromResult(look()));

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : struct
    {
        while (true)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static string Say(int process)
    {
        var lines = File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/smaps_rollup"));
        return string.Create(CultureInfo.InvariantCulture, $"{Of("Rss:")} MiB resident, {Of("Private_Dirty:")} MiB its own");

        long Of(string name) => long.Parse(
            lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
