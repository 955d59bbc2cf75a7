using System.Globalization;
using System.Text;
using Lumina.Secrets;

namespace Lumina.Benchmarks;

/// <summary>How often a store is asked for the secrets of a large plan, how many requests are under way at most, and what it costs.</summary>
internal static class SecretsBenchmark
{
    private const int Own = 5;
    private const int Shared = 5;
    private const int SharedEntries = 50;

    public static async Task<bool> RunAsync(int components, TimeSpan latency)
    {
        var store = new CountedStore(latency);
        await using var host = await LocalHost.StartAsync(postgres: false, services => services.AddSingleton<ISecretStore>(store));
        await host.DeployAsync(PlanShapes.Write("layered", 100, "1"), 100);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{components} components with {Own + Shared} secrets each: {Own} of an entry of its own, {Shared} of {SharedEntries} that all share; the store answers after {latency.TotalMilliseconds:0} ms"));
        Console.WriteLine("deployment        took   values read   entries read   asked for versions   distinct entries   most at a time");
        var right = await MeasureAsync(host, store, "without secrets", Plan("bare", components, "1", withSecrets: false), components, reads: 0);
        right &= await MeasureAsync(host, store, "first", Plan("bench", components, "1", withSecrets: true), components, components + SharedEntries);
        right &= await MeasureAsync(host, store, "unchanged", Plan("bench", components, "1", withSecrets: true), 0, reads: 0);
        right &= await MeasureAsync(host, store, "all changed", Plan("bench", components, "2", withSecrets: true), components, components + SharedEntries);
        return right;
    }

    private static async Task<bool> MeasureAsync(LocalHost host, CountedStore store, string what, string text, int changed, int reads)
    {
        store.Begin();
        var took = await host.DeployAsync(text, changed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-15} {took.TotalSeconds,6:0.00} s {changed * (reads > 0 ? Own + Shared : 0),13} {store.Reads,14} {store.Descriptions,20} {store.Distinct,18} {store.MostAtOnce,16}"));
        return store.Reads == reads;
    }

    private static string Plan(string name, int components, string version, bool withSecrets)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"plan {name} {{ version = \"{version}\" }}\nenvironment development {{ target simulated }}\n");
        for (var i = 0; i < components; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"component c{i} {{\n  command = \"true\"\n");
            for (var n = 0; withSecrets && n < Own; n++)
                text.Append(CultureInfo.InvariantCulture, $"  secret OWN_{n} = vault(\"bench/c{i}\", \"k{n}\")\n");
            for (var n = 0; withSecrets && n < Shared; n++)
                text.Append(CultureInfo.InvariantCulture, $"  secret SHARED_{n} = vault(\"bench/shared{((i * Shared) + n) % SharedEntries}\", \"k{n}\")\n");
            text.Append("}\n");
        }

        return text.ToString();
    }
}
