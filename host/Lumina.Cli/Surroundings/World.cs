using Lumina.Api;
using Lumina.Cli.Hosts;
using Lumina.Cli.Plans;
using Lumina.Language.Compilation;

namespace Lumina.Cli.Surroundings;

/// <summary>Everything of the world that the command line touches, so that a test can hand it another one.</summary>
internal sealed record World
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Standard input and output as bytes, for what speaks a protocol there.</summary>
    public Func<(Stream Input, Stream Output)> Streams { get; init; } = () => (Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>Whether <see cref="Out"/> is a terminal.</summary>
    public required bool OutIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public required bool CanAsk { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public required Func<int> Width { get; init; }

    /// <summary>Rows of the terminal.</summary>
    public required Func<int> Height { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required string CurrentDirectory { get; init; }

    /// <summary>Who runs this.</summary>
    public required string Actor { get; init; }

    public required TimeProvider Time { get; init; }

    public required IHostLauncher Launcher { get; init; }

    public required Func<HostEndpoint, HostTrust, LuminaClient> Connect { get; init; }

    /// <summary>What comes of a plan.</summary>
    public required Func<PlanInputs, CompiledPlan> Compile { get; init; }

    /// <summary>Whether a process of that id exists.</summary>
    public required Func<int, bool> ProcessExists { get; init; }

    /// <summary>A name for a request that nobody else has.</summary>
    public required Func<string> NewRequestId { get; init; }

    /// <summary>Asks for a line that is not shown while it is typed; null when there is none.</summary>
    public Func<string, string?> ReadHidden { get; init; } = Editor.ReadHidden;

    /// <summary>Folders whose files are in memory alone.</summary>
    public Func<IEnumerable<string>> MemoryFolders { get; init; } = Editor.MemoryFolders;

    /// <summary>Lets a person edit a file: with which editor, and which file. Its exit code.</summary>
    public Func<string, string, CancellationToken, Task<int>> Edit { get; init; } = Editor.RunAsync;

    /// <summary>The one that a person sits in front of.</summary>
    public static World Real() => new()
    {
        Out = StandardOutput.Open(),
        Error = Console.Error,
        In = Console.In,
        OutIsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        ErrorIsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Width = () => Console.WindowWidth is > 0 and var width ? width : 80,
        Height = () => Console.WindowHeight is > 0 and var height ? height : 24,
        Variable = Environment.GetEnvironmentVariable,
        CurrentDirectory = Directory.GetCurrentDirectory(),
        Actor = Environment.UserName,
        Time = TimeProvider.System,
        Launcher = new DetachedLauncher(),
        Connect = (endpoint, trust) => new LuminaClient(endpoint, trust),
        Compile = CompiledPlan.Of,
        ProcessExists = LocalProcess.Exists,
        NewRequestId = () => Ulid.NewUlid().ToString(),
    };
}
