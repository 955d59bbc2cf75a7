using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Hosts;

/// <summary>Finds the host that is meant, and starts a local one where that is wanted.</summary>
/// <param name="world">The world.</param>
/// <param name="screen">Where to say what is being done.</param>
/// <param name="state">The local host's folder.</param>
/// <param name="named">The addresses that were named: hosts of one cluster, any of which will do. None for the local host.</param>
/// <param name="token">The token that was given for them; null for none.</param>
internal sealed class HostDoor(World world, Screen screen, StateFolder state, IReadOnlyList<Uri> named, string? token)
{
    // What a host ends with that finds another one in the folder: then that one is to be waited for.
    private const int FolderInUse = 75;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerSoonWithin = TimeSpan.FromSeconds(1);

    public StateFolder State => state;

    /// <summary>What a host that is started is told beside its folder.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whose certificates are taken for a host's.</summary>
    public HostTrust Trust { get; init; } = HostTrust.OfMachine;

    /// <summary>Whether it is the host of the state folder rather than one that was named by its address.</summary>
    public bool IsLocal => named.Count == 0;

    /// <summary>Whether another host can take the place of the one that answers.</summary>
    public bool HasOthers => named.Count > 1;

    /// <summary>The host, or the end of the run when none answers.</summary>
    public async Task<FoundHost> RequireAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken)
        ?? throw CliException.NoHost(
            IsLocal ? $"No host answers for {state.Path}." : $"No host answers at {Names}.",
            IsLocal ? "Start one: lumina host start (lumina up does so by itself)"
                : HasOthers ? "Check the addresses given with --host, and whether any of the hosts runs." : "Check the address given with --host.");

    /// <summary>The addresses, for a person.</summary>
    public string Names => string.Join(" nor at ", named);

    /// <summary>The host that answers now; of several the first that does and is ready. Null when none does.</summary>
    /// <exception cref="ProblemException">Before that, somebody answered who is not trusted to be one: that is no host that is away, so no other is taken for it.</exception>
    public async Task<FoundHost?> FindAsync(CancellationToken cancellationToken)
    {
        // All at once: one that is frozen takes its time to give no answer.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = Endpoints().Select(endpoint => AskAsync(endpoint, enough.Token)).ToList();
        FoundHost? best = null;
        try
        {
            while (asked.Count > 0 && best is not { Health.Ready: true })
            {
                var answered = await Task.WhenAny(asked);
                asked.Remove(answered);
                best = await answered is { } found && best is not { Health.Ready: true } ? found : best;
            }
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var late in asked) _ = DropAsync(late);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return best;
    }

    /// <summary>Whether a host still answers, asked because nothing was heard of it for a while.</summary>
    public async Task<bool> StillAnswersAsync(FoundHost host, CancellationToken cancellationToken)
    {
        try
        {
            if (await AskAsync(host.Client.Endpoint, cancellationToken, AnswerSoonWithin) is not { } found) return false;
            found.Client.Dispose();
            return true;
        }
        catch (ProblemException)
        {
            // Whoever it is now: looking for a host anew says so.
            return false;
        }
    }

    private static async Task DropAsync(Task<FoundHost?> late)
    {
        try
        {
            if (await late is { } unwanted) unwanted.Client.Dispose();
        }
        catch (ProblemException)
        {
            // Nobody waits for it any more.
        }
    }

    private async Task<FoundHost?> AskAsync(HostEndpoint endpoint, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        var client = world.Connect(endpoint, Trust);
        using var limit = new CancellationTokenSource(within ?? AnswerWithin, world.Time);
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
        catch (OperationCanceledException)
        {
            client.Dispose();
            return null;
        }
        catch (ProblemException answer) when (HasOthers && answer.Problem.Code is not (ProblemCodes.NotTrusted or ProblemCodes.Unauthorized))
        {
            // Something else listens there; a host may do so elsewhere.
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
        if (Arguments.Count > 0 && (host is not null || !IsLocal))
            screen.Complaint($"{Arguments[0]} is for a host that is started; one runs already, and goes by what it was told then", Tone.Doubtful);
        if (host is { Health.Ready: true }) return (host, false);
        if (!IsLocal && host is null) return (await RequireAsync(cancellationToken), false);
        if (host is not null) return (await WaitAsync(null, 0, cancellationToken), false);
        var executable = HostExecutable.Find(world);
        state.Create();
        var logStart = HostLog.Length(state.LogFile);
        screen.Message($"starting a host in {state.Path}", Tone.Faint);
        string[] arguments = ["run", "--state", state.Path, .. onDemand ? new[] { "--on-demand" } : [], .. Arguments];
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

    private IEnumerable<HostEndpoint> Endpoints()
    {
        var local = state.ReadEndpoint();
        return IsLocal
            ? local is null ? [] : [local]
            : named.Select(url => new HostEndpoint(url.ToString(), token ?? (local is not null && IsAt(local, url) ? local.Token : ""), 0));
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
