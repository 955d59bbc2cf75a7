using System.Net;
using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>How a host finds others on the same database, and they it. Means nothing on SQLite.</summary>
/// <param name="Name">Hosts of one name are one cluster.</param>
/// <param name="SiloPort">The port for other silos; 0 for any free one.</param>
internal sealed record ClusterSettings(string Name = "lumina", int SiloPort = 0)
{
    public const string NameKey = "Lumina:Cluster:Name", PortKey = "Lumina:Cluster:SiloPort", AddressKey = "Lumina:Cluster:SiloAddress",
        PlainKey = "Lumina:Cluster:PlainSiloNetwork";

    private const int LongestName = 100;

    /// <summary>The address for other silos: it listens there only, and tells them to come there.</summary>
    public IPAddress SiloAddress { get; init; } = IPAddress.Loopback;

    /// <exception cref="HostStartException">They can't be used.</exception>
    public static ClusterSettings Read(NamedOptions options, IConfiguration configuration)
    {
        var name = options.Value("--cluster") ?? configuration[NameKey] ?? "lumina";
        if (name.Length is 0 or > LongestName)
            throw Wrong($"The name of a cluster has 1 to {LongestName} characters.", "Give another with --cluster.");
        var port = 0;
        if ((options.Value("--silo-port") ?? configuration[PortKey]) is { Length: > 0 } text && !HostSettings.TryPort(text, out port))
            throw Wrong($"'{text}' is no port.", "--silo-port is 0 to 65535.");
        var address = IPAddress.Loopback;
        if ((options.Value("--silo-address") ?? configuration[AddressKey]) is { Length: > 0 } named && !IPAddress.TryParse(named, out address))
            throw Wrong($"'{named}' is no IP address.", "--silo-address is an address of this machine that the other hosts can reach.");
        if (IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address))
            throw Wrong("Other hosts can't be told to come to every address.", "Name one of this machine's addresses.");
        if (!IPAddress.IsLoopback(address) && !options.Has("--plain-silo-network") && configuration[PlainKey] is not ("true" or "True"))
        {
            throw Wrong(
                "What silos tell each other is not encrypted (they do show each other that they belong together).",
                "When nobody can listen on the network between them, say so with --plain-silo-network.");
        }

        return new ClusterSettings(name, port) { SiloAddress = address };
    }

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}
