using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lumina.Agent.Tests.Service;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Processes;
using Lumina.Targets.Process;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Targets.Tests.Drivers;

/// <summary>Real processes under a real agent with a folder of its own. Nothing of it is left afterwards.</summary>
public sealed class ProcessDriver : TargetDriver, IAsked, IRestarting, IReal, IDiffering
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "lumina-targets-tests-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly ServiceProvider _services;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
    private readonly ConcurrentDictionary<ComponentKey, int> _ports = new();

    public ProcessDriver()
    {
        _services = new ServiceCollection().AddLogging().AddProcessTarget(new ProcessTargetOptions
        {
            StateDirectory = _folder,
            AgentExecutable = Path.Combine(AppContext.BaseDirectory, "lumina-agent"),
            StartWithin = Settling.Patience,
        }).BuildServiceProvider();
        Target = _services.GetRequiredService<ITarget>();
    }

    public override ITarget Target { get; }

    private AgentLauncher Launcher => _services.GetRequiredService<AgentLauncher>();

    public override RevisionSpec Sound(ComponentKey component, int number) => Shell(component, number, "exec sleep 1000", "true");

    public override RevisionSpec Doomed(ComponentKey component, int number) => Shell(component, number, "exec sleep 1000", "false");

    public override RevisionSpec Impossible(ComponentKey component, int number)
    {
        var revision = Sound(component, number);
        return revision with { Spec = revision.Spec with { Command = ["/no/such/program"] } };
    }

    public RevisionSpec Serving(ComponentKey component, int number) => new(
        number,
        new ComponentSpec
        {
            Name = component.Component,
            Target = new TargetSpec { Kind = "process" },
            Command = [Environment.ProcessPath ?? throw new InvalidOperationException("This program has no path.")],
            Port = _ports.GetOrAdd(component, _ => FreePort()),
            Health = new HealthSpec { Kind = HealthKind.Http, Every = TimeSpan.FromMilliseconds(200), Timeout = TimeSpan.FromSeconds(5) },
            Config = ImmutableSortedDictionary<string, string>.Empty.Add(TestService.Switch, "1"),
        },
        AppContext.BaseDirectory);

    public RevisionSpec Telling(ComponentKey component, int number, string variable, string argument)
    {
        const string script = """for told in "$TOLD" "$1"; do printf %s "$told" | base64 -w 0; echo; done; exec sleep 1000""";
        var revision = Shell(component, number, script, "true");
        return revision with
        {
            Spec = revision.Spec with { Args = ["sh", argument], Config = ImmutableSortedDictionary<string, string>.Empty.Add("TOLD", variable) },
        };
    }

    public override Task PassAsync() => Task.Delay(Moment, TestContext.Current.CancellationToken);

    public async Task AskAsync(ComponentKey component, int requests)
    {
        for (var i = 0; i < requests; i++)
            await WhoAnswersAsync($"http://127.0.0.1:{_ports[component]}");
    }

    public async Task<string> WhoAnswersAsync(string address) => await _http.GetStringAsync(address, TestContext.Current.CancellationToken);

    public void Kill(ObservedInstance instance) => KillProcess(instance.ProcessId ?? throw new ArgumentException("It has no process.", nameof(instance)));

    public async Task<string> DifferAsync(ComponentKey component, ObservedRevision revision)
    {
        foreach (var instance in revision.Instances)
        {
            var variables = ProcessEntry.ReadEnvironment(instance.ProcessId ?? throw new ArgumentException("It has no process.", nameof(revision)));
            await File.AppendAllTextAsync(variables?["TLS_KEY"] ?? throw new InvalidOperationException("It has no variables."), "canary-another", TestContext.Current.CancellationToken);
        }

        return "tls/key.pem";
    }

    public async Task RestartAsync()
    {
        if (await Launcher.FindAsync(TestContext.Current.CancellationToken) is not { } agent)
            return;
        KillProcess(agent.ProcessId);
        while (ProcessEntry.Read(agent.ProcessId) is { IsZombie: false })
            await PassAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        var agent = await Launcher.FindAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _http.Dispose();
        if (agent is not null)
            await ClearAsync(agent.ProcessId);
        await base.DisposeAsync();
    }

    private async Task ClearAsync(int agent)
    {
        KillProcess(agent);
        var mark = await File.ReadAllTextAsync(Path.Combine(_folder, "id"));
        while (ProcessEntry.ReadAll().Where(entry => !entry.IsZombie && IsMarked(entry, mark)).ToList() is { Count: > 0 } left)
            left.ForEach(entry => KillProcess(entry.Pid));
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsMarked(ProcessEntry entry, string mark) =>
        ProcessEntry.ReadEnvironment(entry.Pid)?.GetValueOrDefault("LUMINA_AGENT") == mark;

    private static RevisionSpec Shell(ComponentKey component, int number, string script, string check) => new(
        number,
        new ComponentSpec
        {
            Name = component.Component,
            Target = new TargetSpec { Kind = "process" },
            Command = ["sh", "-c", script],
            Health = new HealthSpec
            {
                Kind = HealthKind.Command,
                Command = [check],
                Every = TimeSpan.FromSeconds(5),
                Timeout = TimeSpan.FromSeconds(5),
                StartWithin = check == "true" ? Settling.Patience : TimeSpan.FromMilliseconds(100),
            },
        },
        Path.GetTempPath());

    private static void KillProcess(int pid)
    {
        if (ProcessIdentity.Of(pid) is not { } identity)
            return;
        using var process = PidFd.Open(identity);
        process?.Signal(Signals.Kill);
    }

    /// <summary>One that nobody has and that neither the kernel nor an agent gives to somebody meanwhile.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 20_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }
}
