using System.Globalization;
using Lumina.Benchmarks;

const string Usage = """
    usage: Lumina.Benchmarks deployments [--shapes wide,chain,layered,random] [--sizes 100,1000,10000] [--store sqlite|postgres]
                                                [--beside terraform,make,ninja]   (the same graph as they carry it out, in the same run)
           Lumina.Benchmarks many [--deployments 1000] [--components 3] [--store sqlite|postgres]     (so many deployments at the same time)
           Lumina.Benchmarks known [--plans 100] [--components 100] [--store sqlite|postgres]         (a small plan in an environment that knows so many)
           Lumina.Benchmarks resume [--components 10000] [--times 3] [--host FILE] [--store sqlite|postgres]            (killed in the middle, and how soon it goes on)
           Lumina.Benchmarks journal [--store sqlite|postgres]     (appends/s by writers; how fast it is verified and archived)
           Lumina.Benchmarks month [--deployments 10000] [--seed 1]   (how many end as they should while the target has its faults)
           Lumina.Benchmarks editor [--lines 5000] [--keys 600]                   (completion while a plan is typed into)
           Lumina.Benchmarks language                     (parsing, binding, checking; hostile texts; beside terraform)
           Lumina.Benchmarks analysis                     (speed of the tests; how often they are wrong, and how soon they notice)
           Lumina.Benchmarks gateway                      (what the gateway adds, beside haproxy and nginx, driven by wrk)
           Lumina.Benchmarks rollouts [--switches 50] [--canaries 20] [--undos 5]   (failed requests, and how soon a bad version is gone)
           Lumina.Benchmarks opa [--components 1000] [--questions 300]   (what asking a real OPA costs beside what it takes itself)
           Lumina.Benchmarks policy [--components 10000] [--reloads 1000]   (rules: compiled, from disk, asked, changed)
           Lumina.Benchmarks redaction [--megabytes 256]                 (secrets taken out of logs: speed by secrets, memory of a log writer)
           Lumina.Benchmarks secrets [--components 1000] [--latency 5]   (requests to a store that answers after so many milliseconds)
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
            OnPostgres(options),
            Option(options, "--beside")?.Split(',') ?? []);
        return 0;
    case ["many", .. var options]:
        return await ManyDeploymentsBenchmark.RunAsync(Number(options, "--deployments", 1_000), Number(options, "--components", 3), OnPostgres(options)) ? 0 : 1;
    case ["known", .. var options]:
        await KnownComponentsBenchmark.RunAsync(Number(options, "--plans", 100), Number(options, "--components", 100), OnPostgres(options));
        return 0;
    case ["resume", .. var options]:
        HostProcess.Executable = Option(options, "--host") ?? HostProcess.Executable;
        await ResumeBenchmark.RunAsync(Number(options, "--components", 10_000), Number(options, "--times", 3), OnPostgres(options));
        return 0;
    case ["journal", .. var options]:
        await JournalBenchmark.RunAsync(OnPostgres(options));
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
    case ["opa", .. var options]:
        await OpaBenchmark.RunAsync(Number(options, "--components", 1000), Number(options, "--questions", 300));
        return 0;
    case ["policy", .. var options]:
        await PolicyBenchmark.RunAsync(Number(options, "--components", 10_000), Number(options, "--reloads", 1000));
        return 0;
    case ["policy-measure", "first", var folder]:
        await PolicyBenchmark.FirstAsync(folder);
        return 0;
    case ["redaction", .. var options]:
        await RedactionBenchmark.RunAsync(Number(options, "--megabytes", 256));
        return 0;
    case ["secrets", .. var options]:
        return await SecretsBenchmark.RunAsync(Number(options, "--components", 1_000), TimeSpan.FromMilliseconds(Number(options, "--latency", 5))) ? 0 : 1;
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

static bool OnPostgres(string[] options) => Option(options, "--store") == "postgres";

static int Number(string[] options, string name, int otherwise) =>
    Option(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
