using System.Globalization;
using Lumina.Api;
using Lumina.Testbed;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>Hosts of one cluster, each a process: one PostgreSQL, one agent, one token, and a folder for each host.</summary>
internal sealed class HostCluster(Workspace workspace)
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    private readonly string _database = NewDatabase(workspace);
    private readonly string _tokenFile = workspace.Write("token", Token);

    /// <summary>What the command line is told, so that it talks to any of them.</summary>
    public string[] Named => ["--host", string.Join(',', Ports.Select(port => $"http://127.0.0.1:{port}")), "--token-file", _tokenFile];

    public IReadOnlyList<int> Ports { get; } = [Machine.Ports.Take(), Machine.Ports.Take(), Machine.Ports.Take()];

    /// <summary>Starts the n-th host, and waits until it takes requests and is one of so many.</summary>
    public async Task<RunningCli> StartAsync(int number, int ofHowMany)
    {
        File.SetUnixFileMode(_tokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var process = workspace.BeginProgram(
            Programs.Host, "run", "--state", FolderOf(number), "--agent-state", Path.Combine(workspace.State, "agent"), "--token-file", _tokenFile,
            "--port", Ports[number].ToString(CultureInfo.InvariantCulture), "--store", "postgres", "--connection", _database);
        await SeesAsync(number, silos => silos.Count(silo => silo.Alive) == ofHowMany, $"host {number} is one of {ofHowMany}");
        return process;
    }

    /// <summary>Waits until the n-th host sees the cluster as it must be.</summary>
    public Task SeesAsync(int number, Func<SiloInfo[], bool> isSo, string what) => Eventually.SeeAsync(
        what,
        async () =>
        {
            using var client = Client(number);
            try
            {
                return await client.GetClusterAsync(TestContext.Current.CancellationToken);
            }
            catch (HostUnreachableException)
            {
                return [];
            }
        },
        isSo, TimeSpan.FromSeconds(60));

    public LuminaClient Client(int number) => new(new HostEndpoint($"http://127.0.0.1:{Ports[number]}", Token, 0));

    public string FolderOf(int number) => Path.Combine(workspace.Root, "host-" + number.ToString(CultureInfo.InvariantCulture));

    private static string NewDatabase(Workspace workspace)
    {
        var database = PostgresServer.Shared.NewDatabase();
        workspace.Server = database;
        return database;
    }

    /// <summary>What the n-th host has logged.</summary>
    public string LogOf(int number) => string.Concat(Directory.EnumerateFiles(Path.Combine(FolderOf(number), "logs")).Order().Select(File.ReadAllText));
}
