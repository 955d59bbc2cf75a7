using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host run</c>.</summary>
internal sealed class HostRun : Verb
{
    /// <summary>What is handed to the host as it was given: the host knows what it means.</summary>
    private readonly Option<string?>[] _handedOn =
    [
        new("--port") { Description = "The port of its API on 127.0.0.1; any free one unless given.", HelpName = "N" },
        new("--token-file") { Description = "The file with the token that callers have to show, the same for all hosts of a cluster; made anew at each start unless given.", HelpName = "FILE" },
        new("--agent-state") { Description = "The agent's folder, which the hosts of one machine may share; in the state folder unless given.", HelpName = "DIR" },
        new("--store") { Description = "sqlite: a file in the state folder (the default). postgres: a server, which several hosts may share.", HelpName = "ENGINE" },
        new("--connection") { Description = "Where PostgreSQL is: Host=…;Database=…;Username=…, without the password.", HelpName = "STRING" },
        new("--password-file") { Description = "The file that holds the password for PostgreSQL.", HelpName = "FILE" },
        new("--cluster") { Description = "Hosts of one name on one database are one cluster; lumina unless given.", HelpName = "NAME" },
        new("--silo-port") { Description = "The port for the other hosts of the cluster; any free one unless given.", HelpName = "N" },
        new("--silo-address") { Description = "This machine's address for the other hosts; 127.0.0.1 unless given.", HelpName = "IP" },
    ];

    private readonly Option<bool> _plainNetwork = new("--plain-silo-network")
    {
        Description = "Nobody can listen on the network between the hosts: what they tell each other there is not encrypted.",
    };

    public HostRun(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "run", "Runs a host in the foreground until it is interrupted.",
            "lumina host run", "lumina host run --state /var/lib/lumina",
            "lumina host run --store postgres --connection 'Host=db;Database=lumina'",
            "lumina host run --listen 10.0.0.5 --certificate host.pem --token-file token")
    {
        Add(common.State);
        AddOptions([.. _handedOn, _plainNetwork, .. common.Listening.All, .. common.Policy.All]);
    }

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var state = session.Door().State;
        state.Create();
        var given = _handedOn.SelectMany(option => session.Value(option) is { } value ? new[] { option.Name, value } : []).ToList();
        if (session.Value(_plainNetwork))
            given.Add(_plainNetwork.Name);
        throw ForegroundHost.Become(HostExecutable.Find(session.World), ["run", "--state", state.Path, .. given, .. session.HostArguments]);
    }
}
