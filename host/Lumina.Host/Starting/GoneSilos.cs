using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Lumina.Host.Starting;

/// <summary>
/// Before a silo joins, it declares those dead that certainly are: of this machine, by its mark and by address, with nobody listening at their port. A silo that lives,
/// and one that is frozen, listens. Otherwise the first host after all have died would wait until their last signs of life are old.
/// </summary>
internal sealed partial class GoneSilos(IMembershipTable table, ILogger<GoneSilos> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Hosts that start at the same time write the same.</summary>
    private const int Tries = 5;

    /// <summary>This machine refuses at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Before the table is read by who joins.</summary>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(GoneSilos), ServiceLifecycleStage.RuntimeServices, BuryAsync, _ => Task.CompletedTask);

    /// <summary>Whether nobody can be a silo at this address: it is one of this machine's, and refuses connections.</summary>
    public static async Task<bool> IsGoneAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        if (!IsOwn(address.Address))
            return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            return false;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Whether a silo of this name is one of this machine; never where it can't be told.</summary>
    public static bool IsOfThisMachine(string siloName) => MachineMark.Own is { } own && SiloNames.Read(siloName).Mark == own;

    internal async Task BuryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.InitializeMembershipTableAsync(tryInitTableVersion: true, cancellationToken);
            for (var left = Tries; left > 0 && !await TryBuryAsync(cancellationToken); left--)
            {
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // It only saves time. Whoever needs the table says what is the matter with it.
            LogNotLooked(problem.Message);
        }
    }

    /// <returns>False when somebody else has written meanwhile.</returns>
    private async Task<bool> TryBuryAsync(CancellationToken cancellationToken)
    {
        var found = await table.ReadAllAsync(cancellationToken);
        var version = found.Version;
        foreach (var (entry, etag) in found.Members)
        {
            if (entry.Status != SiloStatus.Active || !IsOfThisMachine(entry.SiloName) || !await IsGoneAsync(entry.SiloAddress.Endpoint, cancellationToken))
                continue;
            entry.Status = SiloStatus.Dead;
            version = version.Next();
            if (!await table.UpdateRowAsync(entry, etag, version, cancellationToken))
                return false;
            LogBuried(entry.SiloName, entry.SiloAddress.ToString());
        }

        return true;
    }

    private static bool IsOwn(IPAddress address) => IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));

    [LoggerMessage(4120, LogLevel.Warning, "{Silo} at {Address} died on this machine without a word; it is declared dead")]
    private partial void LogBuried(string silo, string address);

    [LoggerMessage(4121, LogLevel.Warning, "Whether silos of this machine have died is not known: {Reason}")]
    private partial void LogNotLooked(string reason);
}
