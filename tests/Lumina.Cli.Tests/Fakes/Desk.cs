using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Surroundings;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>A folder with a plan, a host, and somebody who types a command line.</summary>
internal sealed class Desk : IDisposable
{
    public const string Broken = "plan lumina {\n  version = 5\n";

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public Desk()
    {
        Folder = Directory.CreateTempSubdirectory("lumina-cli-").FullName;
        File.WriteAllText(PlanFile, "plan lumina\n");
        File.WriteAllText(Path.Combine(Folder, "lumina-host"), "");
        Variables["LUMINA_HOST_EXECUTABLE"] = Path.Combine(Folder, "lumina-host");
    }

    public string Folder { get; }

    public string PlanFile => Path.Combine(Folder, "lumina.deploy");

    public string StateFolder => Path.Combine(Folder, ".lumina");

    public FakeHost Host { get; } = new();

    /// <summary>Hosts at addresses of their own, beside the one that answers everywhere else.</summary>
    public Dictionary<string, FakeHost> Others { get; } = [];

    public FakeLauncher Launcher { get; } = new();

    public HastyTime Time { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public HashSet<int> Processes { get; } = [4711];

    public bool IsTerminal { get; set; }

    public int Width { get; set; } = 80;

    /// <summary>What the person answers when asked; null when nobody can be asked.</summary>
    public string? Reply { get; set; }

    public ImmutableArray<ComponentSpec> Components { get; set; } = [];

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Desk WithHost()
    {
        Directory.CreateDirectory(StateFolder);
        File.WriteAllText(
            Path.Combine(StateFolder, "host.json"),
            JsonSerializer.Serialize(new HostEndpoint("http://127.0.0.1:7400", "secret", 4711), ApiJson.Default.HostEndpoint));
        return this;
    }

    public async Task<ExitCode> TypeAsync(string line, CancellationToken cancellationToken = default) =>
        await LuminaCommand.RunAsync(World(), line.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken);

    /// <summary>Whether plans are compiled by the language itself.</summary>
    public bool UsesLanguage { get; init; }

    public World World() => new()
    {
        Out = _out,
        Error = _error,
        In = new StringReader(Reply ?? ""),
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        CanAsk = Reply is not null,
        Width = () => Width,
        Height = () => 24,
        Variable = Variables.GetValueOrDefault,
        CurrentDirectory = Folder,
        Actor = "ada",
        Time = Time,
        Launcher = Launcher,
        Connect = (endpoint, _) => new LuminaClient(endpoint, Others.GetValueOrDefault(endpoint.Url.TrimEnd('/'), Host)),
        Compile = UsesLanguage ? CompiledPlan.Of : Compile,
        ProcessExists = Processes.Contains,
        NewRequestId = () => "request-1",
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // The language has tests of its own; here a plan is right unless it holds the one mistake that these tests know.
    private CompiledPlan Compile(PlanInputs inputs)
    {
        var (file, text) = inputs;
        ImmutableArray<string> environments = ["development", "staging"];
        var at = text.IndexOf("= 5", StringComparison.Ordinal) + 2;
        return text == Broken
            ? new("lumina", environments, [new("LUM2001", Severity.Error, new(file, at, 1, 2, 13, 2, 14), "A string was expected, not 5.")], _ => null)
            : new("lumina", environments, [], name => new Plan
            {
                Name = "lumina",
                Environment = new() { Name = name, Target = new() { Kind = "process" } },
                Components = Components,
            });
    }
}
