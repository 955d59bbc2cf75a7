using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Host.Tests;

/// <summary>A whole host in this process, on a folder of its own and without an agent: plans run on the simulated target.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-host-").FullName;
    private readonly StoreSettings _settings;
    private HostFolder? _held;
    private StoreDatabase? _store;
    private WebApplication? _host;

    public RunningHost()
        : this(new StoreSettings(StoreEngine.Sqlite, null, null))
    {
    }

    internal RunningHost(StoreSettings settings) => _settings = settings;

    /// <summary>Has the last word on the services.</summary>
    internal Action<IServiceCollection>? Adjust { get; init; }

    /// <summary>Who is in which group.</summary>
    internal GroupSettings Groups { get; init; } = GroupSettings.None;

    /// <summary>Where it is reached from other machines.</summary>
    internal ListenSettings? Listen { get; init; }

    /// <summary>Who decides what may be deployed.</summary>
    internal PolicySettings Policy { get; init; } = new();

    public HostEndpoint Endpoint { get; private set; } = new("", "", 0);

    /// <summary>Its address over TLS; null when it has none.</summary>
    public string? UrlBeyond { get; private set; }

    public LuminaClient Client { get; private set; } = null!;

    /// <summary>Ports on which this process listens since the host was started.</summary>
    public IReadOnlySet<int> OwnPorts { get; private set; } = new HashSet<int>();

    public async ValueTask InitializeAsync()
    {
        var settings = new HostSettings(_folder, OnDemand: true, Port: 0, AgentExecutable: "none") { Store = _settings, Groups = Groups, Policy = Policy, Listen = Listen };
        _held = HostFolder.Take(_folder);
        _store = settings.OpenStore();
        _host = HostApplication.Build(settings, _held, _store, Adjust);
        await _host.StartAsync();
        Endpoint = new HostEndpoint(HostApplication.UrlOf(_host), _held.Token, Environment.ProcessId);
        UrlBeyond = HostApplication.UrlBeyond(_host);
        Client = new LuminaClient(Endpoint);
        OwnPorts = OwnListeners();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }
        _store?.Dispose();
        _held?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks for a deployment of a plan's text.</summary>
    public Task<DeploymentAccepted> DeployAsync(string source, string? requestId = null, bool wait = false, string? expected = null, string? plan = null) =>
        Client.DeployAsync(new DeploymentRequest(
            "apply", Submission(source), null, null, null, expected, wait, "tester", null, requestId ?? Ulid.NewUlid().ToString())
        {
            ExpectedPlan = plan,
        }, CancellationToken.None);

    /// <summary>Deploys and waits for the end.</summary>
    public async Task<DeploymentDetail> DeployedAsync(string source) => await EndOfAsync((await DeployAsync(source)).Deployment);

    public async Task<DeploymentDetail> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var _ in Client.ReadEventsAsync(id, 0, follow: true, patience.Token))
        {
        }
        return await Client.GetDeploymentAsync(id, patience.Token);
    }

    /// <summary>The listening sockets that this process holds: the inodes of its descriptors, looked up in the kernel's table.</summary>
    private static HashSet<int> OwnListeners()
    {
        var inodes = Directory.EnumerateFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) ?? false)
            .Select(target => target!["socket:[".Length..^1]).ToHashSet(StringComparer.Ordinal);
        const string Listening = "0A";
        return [.. File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && inodes.Contains(fields[9]))
            .Select(fields => Convert.ToInt32(fields[1].Split(':')[1], 16))];
    }

    public static PlanSubmission Submission(string source) =>
        new("test.deploy", source, "/", null, new Dictionary<string, string>());
}

// Alone: what listens in this process is asked for, and other tests open ports too.
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostTests : ICollectionFixture<RunningHost>
{
    public const string Name = "host";
}
