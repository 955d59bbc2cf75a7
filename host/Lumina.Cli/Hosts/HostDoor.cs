using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Hosts;

/// <summary>Finds the host that is meant, and starts a local one where that is wanted.</summary>
internal sealed class HostDoor(World world, Screen screen, StateFolder state, Uri? named)
{
    // What a host ends with that finds another one in the folder: then that one is to be waited for.
    private const int FolderInUse = 75;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public StateFolder State => state;

    /// <summary>Whether it is the host of the state folder rather than one that was named by its address.</summary>
    public bool IsLocal => named is null;

    /// <summary>The host, or the end of the run when none answers.</summary>
    public async Task<FoundHost> RequireAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken)
        ?? throw CliException.NoHost(
            IsLocal ? $"No host answers for {state.Path}." : $"No host answers at {named}.",
            IsLocal ? "Start one: lumina host start (lumina up does so by itself)" : "Check the address given with --host.");

    /// <summary>The host that answers now; null when none does.</summary>
    public async Task<FoundHost?> FindAsync(CancellationToken cancellationToken)
    {
        if (Endpoint() is not { } endpoint) return null;
        var client = world.Connect(endpoint);
        using var limit = new CancellationTokenSource(AnswerWithin, world.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return new(client, await client.GetHealthAsync(patience.Token));
        }
        catch (HostUnreachableException)
        {
            client.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            client.Dispose();
            return null;
        }
    }

    /// <summary>The host, a local one started first when none answers.</summary>
    /// <param name="onDemand">Whether it may go when there is nothing left for it to do.</param>
    /// <param name="cancellationToken">Ends the waiting; a host that was started goes on.</param>
    /// <param name="sought">A search for one that is under way already; null for none.</param>
    public async Task<(FoundHost Host, bool Started)> EnsureAsync(
        bool onDemand, CancellationToken cancellationToken, Task<FoundHost?>? sought = null)
    {
        var host = await (sought ?? FindAsync(cancellationToken));
        if (host is { Health.Ready: true }) return (host, false);
        if (!IsLocal && host is null) return (await RequireAsync(cancellationToken), false);
        if (host is not null) return (await WaitAsync(null, 0, cancellationToken), false);
        var executable = HostExecutable.Find(world);
        state.Create();
        var logStart = HostLog.Length(state.LogFile);
        screen.Message($"starting a host in {state.Path}", Tone.Faint);
        string[] arguments = onDemand ? ["run", "--state", state.Path, "--on-demand"] : ["run", "--state", state.Path];
        var launched = world.Launcher.Launch(executable, arguments, state.LogFile);
        return (await WaitAsync(launched, logStart, cancellationToken), true);
    }

    /// <summary>Waits until a process has gone.</summary>
    public async Task<bool> WaitUntilGoneAsync(int processId, CancellationToken cancellationToken)
    {
        var started = world.Time.GetTimestamp();
        while (world.ProcessExists(processId))
        {
            if (world.Time.GetElapsedTime(started) > StartWithin) return false;
            await Task.Delay(PollEvery, world.Time, cancellationToken);
        }

        return true;
    }

    private HostEndpoint? Endpoint()
    {
        var local = state.ReadEndpoint();
        if (named is null) return local;
        return new(named.ToString(), world.Variable("LUMINA_TOKEN") ?? (local is not null && IsAt(local, named) ? local.Token : ""), 0);
    }

    private static bool IsAt(HostEndpoint endpoint, Uri address) =>
        Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) && url.Authority == address.Authority;

    private async Task<FoundHost> WaitAsync(ILaunchedHost? launched, long logStart, CancellationToken cancellationToken)
    {
        var started = world.Time.GetTimestamp();
        while (true)
        {
            // Asked before the host is, so that a host that was seen dead can't have become ready meanwhile.
            var end = launched?.End;
            if (await FindAsync(cancellationToken) is { } host)
            {
                if (host.Health.Ready) return host;
                host.Client.Dispose();
            }

            if (end is { ExitCode: not FolderInUse } known) throw Failed($"The host {known}.", logStart);
            if (world.Time.GetElapsedTime(started) > StartWithin)
                throw Failed($"The host was not ready within {StartWithin.TotalSeconds:0} s.", logStart);
            await Task.Delay(PollEvery, world.Time, cancellationToken);
        }
    }

    private CliException Failed(string message, long logStart)
    {
        var tail = HostLog.Tail(state.LogFile, logStart);
        foreach (var line in tail) screen.Complaint("  " + line, Tone.Faint);
        // On a full disk its log may have stayed empty.
        if (FreeSpace.Shortage(state) is { } shortage) return new(ExitCode.NoHost, shortage with { Message = $"{message} {shortage.Message}" });
        return new(ExitCode.NoHost, new(ProblemCodes.HostFailed, message, $"Its log: {state.LogFile}"));
    }
}

/// <summary>A host that answers.</summary>
internal sealed record FoundHost(LuminaClient Client, HostHealth Health);
