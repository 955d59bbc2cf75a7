using System.Globalization;
using Lumina.Benchmarks;

const string Usage = """
    usage: Lumina.Benchmarks deployments [--shapes wide,chain,layered,random] [--sizes 100,1000,10000] [--store sqlite|postgres]
           Lumina.Benchmarks journal [--store sqlite|postgres]     (appends/s by writers; how fast it is verified and archived)
           Lumina.Benchmarks month [--deployments 10000] [--seed 1]   (how many end as they should while the target has its faults)
           Lumina.Benchmarks editor [--lines 5000] [--keys 600]                   (completion while a plan is typed into)
           Lumina.Benchmarks language                     (parsing, binding, checking; hostile texts; beside terraform)
           Lumina.Benchmarks analysis                     (speed of the tests; how often they are wrong, and how soon they notice)
           Lumina.Benchmarks gateway                      (what the gateway adds, beside haproxy and nginx, driven by wrk)
           Lumina.Benchmarks rollouts [--switches 50] [--canaries 20] [--undos 5]   (failed requests, and how soon a bad version is gone)
           Lumina.Benchmarks policy [--components 10000] [--reloads 1000]   (rules: compiled, from disk, asked, changed)
           Lumina.Benchmarks plan SHAPE COMPONENTS        (prints the plan's text)
    """;

switch (args)
{
    case ["plan", var shape, var size] when int.TryParse(size, out var components):
        Console.Write(PlanShapes.Write(shape, components, "1"));
        return 0;
    case ["editor", .. var options]:
        await EditorBenchmark.RunAsync(
            int.Parse(Option(options, "--lines") ?? "5000", CultureInfo.InvariantCulture), int.Parse(Option(options, "--keys") ?? "600", CultureInfo.InvariantCulture));
        return 0;
    case ["deployments", .. var options]:
        await DeploymentBenchmark.RunAsync(
            Option(options, "--shapes")?.Split(',') ?? PlanShapes.Names,
            [.. (Option(options, "--sizes") ?? "100,1000,10000").Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))],
            Option(options, "--store") == "postgres");
        return 0;
    case ["journal", .. var options]:
        await JournalBenchmark.RunAsync(Option(options, "--store") == "postgres");
        return 0;
    case ["month", .. var options]:
        return await MonthBenchmark.RunAsync(Number(options, "--deployments", 10_000), Number(options, "--seed", 1)) ? 0 : 1;
    case ["gateway"]:
        await GatewayBenchmark.RunAsync();
        return 0;
    case ["gateway-service", var port]:
        await GatewayBenchmark.ServeAsync(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["gateway-gateway", var port, var behind]:
        await GatewayBenchmark.ForwardAsync(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(behind, CultureInfo.InvariantCulture));
        return 0;
    case ["rollouts", .. var options]:
        await RolloutBenchmark.RunAsync(Number(options, "--switches", 50), Number(options, "--canaries", 20), Number(options, "--undos", 5));
        return 0;
    case ["rollouts-service"]:
        await RolloutRig.ServeAsync();
        return 0;
    case ["policy", .. var options]:
        await PolicyBenchmark.RunAsync(Number(options, "--components", 10_000), Number(options, "--reloads", 1000));
        return 0;
    case ["policy-measure", "first", var folder]:
        await PolicyBenchmark.FirstAsync(folder);
        return 0;
    case ["analysis"]:
        AnalysisBenchmark.Run();
        return 0;
    case ["language"]:
        LanguageBenchmark.Run();
        return 0;
    case ["language-measure", var what, var name]:
        LanguageBenchmark.Measure(what, name);
        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}

static string? Option(string[] options, string name) =>
    Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

static int Number(string[] options, string name, int otherwise) =>
    Option(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
