using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CliWrap;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.Journal;
using Lumina.Storage;
using Xunit.Sdk;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>
/// A folder of its own with a plan, an empty home and a state folder. At its end everything that belongs to it is killed, also
/// when the test has failed. With LUMINA_KEEP in the environment the folder stays.
/// In each there is a sealed secret, the canary; a test fails at its end when it can be seen anywhere but by the instances that got it.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-e2e-");

    private readonly Surveillance _surveillance = new();

    public Workspace(string plan)
    {
        Home = _folder.CreateSubdirectory("home").FullName;
        PlanFile = Write("lumina.deploy", plan);
        SealedCanary.PutInto(Root, Home);
    }

    public string Root => _folder.FullName;

    public string Home { get; }

    public string PlanFile { get; }

    /// <summary>Where the canary could be seen, for the test of this search itself. Null: it fails the test at its end.</summary>
    public Action<IReadOnlyList<string>>? OnLeaks { get; init; }

    /// <summary>Variables that programs get beside the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>A database of a server that is to be searched too.</summary>
    public string? Server { set => _surveillance.Server = value; }

    public string State => Path.Combine(Root, ".lumina");

    public string Database => Path.Combine(State, "lumina.db");

    /// <summary>What the agent's processes are marked with; null before there was an agent.</summary>
    public string? AgentId => File.Exists(Path.Combine(State, "agent/id")) ? File.ReadAllText(Path.Combine(State, "agent/id")).Trim() : null;

    /// <summary>The host as it has announced itself.</summary>
    public HostEndpoint Host => Read<HostEndpoint>("host.json") ?? throw new XunitException("No host has announced itself.");

    public int AgentPid => AgentOrNull?.ProcessId ?? throw new XunitException("No agent has announced itself.");

    public AgentEndpoint? AgentOrNull => Read<AgentEndpoint>("agent/agent.json");

    /// <summary>The instances that run now, with everything that they have started.</summary>
    public IReadOnlyList<MarkedProcess> Instances => AgentId is { } id ? Processes.MarkedBy(id) : [];

    public LuminaClient Client() => new(Host);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs the command line in the folder, to its end.</summary>
    public Task<CliRun> RunAsync(params string[] arguments) => BeginProgram(Programs.Cli, arguments).Ending;

    /// <summary>Runs another program in the folder, to its end, with the variables that the command line would get.</summary>
    public Task<CliRun> RunProgramAsync(string program, params string[] arguments) => BeginProgram(program, arguments).Ending;

    /// <summary>Starts the command line in the folder.</summary>
    public RunningCli Begin(params string[] arguments) => BeginProgram(Programs.Cli, arguments);

    /// <summary>Starts another program in the folder.</summary>
    public RunningCli BeginProgram(string program, params string[] arguments)
    {
        var (output, error, gate) = (new StringBuilder(), new StringBuilder(), new Lock());
        var command = Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Root).WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("HOME", Home).Set("DOTNET_ROOT", Programs.DotnetRoot).Set("NO_COLOR", null).Set("COLUMNS", null).Set("TERM", "xterm");
                foreach (var (name, value) in Variables)
                    variables.Set(name, value);
            })
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Complain, Encoding.UTF8));
        var tooLong = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        tooLong.CancelAfter(Longest);
        var start = Stopwatch.GetTimestamp();
        var running = command.ExecuteAsync(tooLong.Token);
        return new RunningCli(running.ProcessId, EndAsync(), Complaints);

        void Complain(string line)
        {
            lock (gate)
                error.AppendLine(line);
        }

        string Complaints()
        {
            lock (gate)
                return error.ToString();
        }

        async Task<CliRun> EndAsync()
        {
            using (tooLong)
            {
                try
                {
                    var exitCode = (await running).ExitCode;
                    var run = new CliRun(command.ToString(), exitCode, output.ToString(), Complaints(), Stopwatch.GetElapsedTime(start));
                    _surveillance.Saw("what was printed", run.ToString());
                    return run;
                }
                catch (OperationCanceledException)
                {
                    throw new XunitException($"{command} did not end within {Longest.TotalSeconds} s:\n{output}\n{Complaints()}");
                }
            }
        }
    }

    /// <summary>Looks into the journal, past the host.</summary>
    public async Task<T> ReadJournalAsync<T>(Func<SqlJournal, Task<T>> read)
    {
        using var store = StoreDatabase.Open(new SqliteStoreOptions { Path = Database });
        await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
        return await read(journal);
    }

    /// <summary>All logs that instances of a component have ever begun: one for each instance, named by it.</summary>
    public IReadOnlySet<string> LogsOf(string component) => Directory.EnumerateDirectories(State, component, SearchOption.AllDirectories)
        .Select(folder => Path.Combine(folder, "logs")).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.log")).Select(file => Path.GetFileNameWithoutExtension(file) ?? "").ToHashSet();

    /// <summary>Everything that belongs to the folder and runs.</summary>
    public IReadOnlyList<int> AllProcesses() => Processes.BelongingTo(Root, AgentId);

    /// <summary>Kills everything that belongs to the folder.</summary>
    public async Task StopAllAsync()
    {
        // What starts others goes first; what they have started meanwhile goes in the next round.
        for (var round = 0; round < 500 && AllProcesses() is { Count: > 0 } left; round++)
        {
            foreach (var pid in left.OrderBy(pid => Processes.CommandLine(pid).Contains(Root, StringComparison.Ordinal) ? 0 : 1))
                Processes.Kill(pid);
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _surveillance.LookAroundAsync(AllProcesses(), Hosts);
        await StopAllAsync();
        var leaks = _surveillance.Leaks(Root);
        if (Environment.GetEnvironmentVariable("LUMINA_KEEP") is null)
            _folder.Delete(recursive: true);
        if (OnLeaks is { } expected)
            expected(leaks);
        else
            Assert.True(leaks.Count == 0, $"The secret can be seen:\n{string.Join('\n', leaks.Take(20))}");
    }

    /// <summary>Those that have announced themselves, each in its folder; some may have gone since.</summary>
    private IEnumerable<HostEndpoint> Hosts => Directory.EnumerateFiles(Root, "host.json", SearchOption.AllDirectories)
        .Select(file => Read<HostEndpoint>(Path.GetRelativePath(State, file))).OfType<HostEndpoint>();

    private T? Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(State, file)), JsonSerializerOptions.Web);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
    }

    /// <summary>The part of an agent's announcement that is of use here.</summary>
    internal sealed record AgentEndpoint(string Url, int ProcessId);
}
