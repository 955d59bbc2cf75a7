using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Api;
using Lumina.Deployments;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Host.Api;
using Lumina.Host.Starting;
using Lumina.Host.Views;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Storage;
using Lumina.Targets.Simulated;

namespace Lumina.Benchmarks;

/// <summary>
/// A month of deployments in minutes: random plans, one after the other in each of many plans, on a target that does not answer as it should
/// at a hundredth of its operations. Each has to succeed, or to be rolled back when the target showed an instance that was beyond help; and what
/// runs afterwards has to be what the end says.
/// </summary>
internal static class MonthBenchmark
{
    /// <summary>How many plans there are: so many deployments go on at the same time.</summary>
    private const int Plans = 50;

    private const double FaultPercent = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<bool> RunAsync(int deployments, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        try
        {
            StorageProvider.Register();
            using var store = StoreDatabase.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "lumina.db") });
            var target = new FaultyTarget(new SimulatedTarget(TimeProvider.System), FaultPercent, seed);
            using var host = Build(folder, store, target);
            await host.StartAsync();
            var ends = new ConcurrentQueue<End>();
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Plans).Select(plan => Task.Run(
                () => LiveAsync(host.Services, target, plan, deployments / Plans + (plan < deployments % Plans ? 1 : 0), new Random(HashCode(seed, plan)), ends))));
            await host.StopAsync();
            return Report(ends, target, Stopwatch.GetElapsedTime(began), seed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int HashCode(int seed, int plan) => unchecked((seed * 7919) + plan);

    private static IHost Build(string folder, StoreDatabase store, FaultyTarget target)
    {
        var settings = new HostSettings(folder, OnDemand: false, Port: 0, AgentExecutable: "none");
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(store.DataSource).AddSingleton<ITarget>(target);
        builder.Services.AddSingleton(settings).AddLuminaJournal().AddLuminaDeployments();
        JournalKeeping.Add(builder.Services, settings, store);
        builder.Services.AddSingleton<PlanPreviews>().AddSingleton<DeploymentHistories>();
        builder.UseOrleans(silo =>
        {
            LoneSilo.Configure(silo);
            silo.AddAdoNetGrainStorage(EnvironmentStorage.Name, storage => (storage.Invariant, storage.ConnectionString) = (store.Invariant, store.ConnectionString));
        });
        return builder.Build();
    }

    /// <summary>The deployments of one plan, one after the other.</summary>
    private static async Task LiveAsync(IServiceProvider services, FaultyTarget target, int plan, int count, Random random, ConcurrentQueue<End> ends)
    {
        var runs = "";
        for (var n = 0; n < count; n++)
        {
            var text = Write(plan, n, random);
            var id = string.Create(CultureInfo.InvariantCulture, $"dep-month-{plan}-{n}");
            try
            {
                var end = await LiveOnceAsync(services, target, plan, id, text, runs);
                ends.Enqueue(end);
                if (end.Status == DeploymentStatus.Succeeded)
                    runs = text;
            }
            catch (JournalUnavailableException unavailable)
            {
                ends.Enqueue(new End(id, null, DeploymentStatus.Succeeded, false, unavailable.Message));
            }
        }
    }

    private static async Task<End> LiveOnceAsync(IServiceProvider services, FaultyTarget target, int plan, string id, string text, string runs)
    {
        target.HasReallyFailed(NameOf(plan));
        var end = await DeployAsync(services, text, id);
        var failed = target.HasReallyFailed(NameOf(plan));
        var expected = failed ? DeploymentStatus.RolledBack : DeploymentStatus.Succeeded;
        // What should run now, compared with what does: nothing is left to do.
        var wanted = end.Status == DeploymentStatus.Succeeded ? text : runs;
        var left = wanted.Length == 0 ? 0 : await LeftAsync(services, wanted);
        return new End(id, end.Status, expected, end.Status == expected && left == 0, $"{end.Reason}{(left > 0 ? $" Left to do: {left}." : "")}");
    }

    private static async Task<DeploymentEnd> DeployAsync(IServiceProvider services, string text, string id)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        for (var attempt = 0; ; attempt++)
        {
            var looked = await services.GetRequiredService<PlanPreviews>().LookAsync(Submission(text), CancellationToken.None);
            if (looked is not { Intent: { } intent, Planned.Digest: { } digest })
                throw new InvalidOperationException($"{id} can't be planned: {looked.Planned?.Reason} {string.Join(' ', looked.Preview.Diagnostics.Select(d => d.Message))}");
            var answer = await grains.GetGrain<IDeploymentGrain>(id).StartAsync(new StartOrder(
                intent, digest, looked.Planned.Changed, null, looked.Turn, OnConflict.Queue, "benchmark", null, Parallelism: 8));
            if (answer.Reply == StartReply.Accepted)
                return await EndOfAsync(services, id);
            if (attempt == 3)
                return new DeploymentEnd(null, $"It was not accepted: {answer.Reply} {answer.Reason}");
        }
    }

    private static async Task<DeploymentEnd> EndOfAsync(IServiceProvider services, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        var histories = services.GetRequiredService<DeploymentHistories>();
        try
        {
            await foreach (var _ in histories.FollowAsync(id, 0, follow: true, patience.Token))
            {
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new DeploymentEnd((await histories.FindAsync(id, CancellationToken.None))?.Status, $"It had not ended after {Patience}.");
        }

        var state = await histories.FindAsync(id, CancellationToken.None);
        return new DeploymentEnd(state?.Status, state?.Reason);
    }

    private static async Task<int> LeftAsync(IServiceProvider services, string text) =>
        (await services.GetRequiredService<PlanPreviews>().LookAsync(Submission(text), CancellationToken.None)).Planned?.Changed ?? -1;

    private static PlanSubmission Submission(string text) => new("month.deploy", text, "/", null, new Dictionary<string, string>());

    private static string NameOf(int plan) => string.Create(CultureInfo.InvariantCulture, $"month-{plan}");

    /// <summary>Two to eight components, each with up to two that it depends on and one of four strategies; one revision of two hundred never comes up.</summary>
    private static string Write(int plan, int version, Random random)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"plan {NameOf(plan)} {{ version = \"{version}\" }}\nenvironment development {{ target simulated {{ fail = 0.5%  seed = {plan} }} }}\n");
        var count = random.Next(2, 9);
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"component c{i} {{\n  command = \"true\"\n  port = {8000 + i}\n  replicas = {random.Next(1, 4)}\n");
            if (i > 0)
            {
                var on = Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(i)).Distinct().Order().Select(e => $"c{e}").ToArray();
                if (on.Length > 0)
                    text.Append("  depends on ").AppendJoin(", ", on).Append('\n');
            }

            text.Append(random.Next(4) switch
            {
                0 => "  strategy recreate { }\n",
                1 => "  strategy blue-green { }\n",
                2 => "  strategy canary { step 20% for 10ms  step 60% for 10ms }\n",
                _ => "",
            }).Append("}\n");
        }

        return text.ToString();
    }

    private static bool Report(ConcurrentQueue<End> ends, FaultyTarget target, TimeSpan took, int seed)
    {
        var wrong = ends.Where(end => !end.IsRight).ToArray();
        var right = 100.0 * (ends.Count - wrong.Length) / ends.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {ends.Count} deployments of {Plans} plans in {took.TotalSeconds:0} s; {target.Operations} operations, {target.Faults} of them with a fault"));
        foreach (var group in ends.GroupBy(end => end.Status).OrderBy(group => group.Key))
            Console.WriteLine($"  {group.Count(),7} {group.Key}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended as they should: {right:0.000}%"));
        foreach (var end in wrong)
            Console.WriteLine($"  {end.Id} ended {end.Status} and not {end.Expected}: {end.Reason}");
        return right >= 99.99;
    }

    private sealed record DeploymentEnd(DeploymentStatus? Status, string? Reason);

    private sealed record End(string Id, DeploymentStatus? Status, DeploymentStatus Expected, bool IsRight, string Reason);
}
