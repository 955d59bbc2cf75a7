using System.Diagnostics;
using System.Globalization;

namespace Lumina.Robustness.Cluster;

/// <summary>A network of namespaces: one for each host, and a switch between them. Laying it takes root and the right to do so.</summary>
internal sealed class HostNetworks : IDisposable
{
    private static int _laid;

    private readonly string _switch;
    private readonly List<HostNetwork> _all = [];

    private HostNetworks(string theSwitch) => _switch = theSwitch;

    public IReadOnlyList<HostNetwork> All => _all;

    /// <summary>Null, with the reason, where this machine does not let us.</summary>
    public static HostNetworks? TryLay(int hosts, out string? reason)
    {
        // Names of interfaces have 15 characters at most. One process may have several networks.
        var lot = Interlocked.Increment(ref _laid) % 16;
        var prefix = string.Create(CultureInfo.InvariantCulture, $"lum{Environment.ProcessId:x}{lot:x}");
        // A switch that is not ours must not be taken away.
        if ((File.Exists("/usr/bin/nsenter") ? IpCommand.Try("link", "add", prefix + "b", "type", "bridge") : "there is no nsenter") is { } problem)
        {
            reason = problem;
            return null;
        }
        var networks = new HostNetworks(prefix + "b");
        try
        {
            IpCommand.Run("link", "set", networks._switch, "up");
            for (var number = 1; number <= hosts; number++)
                networks._all.Add(new HostNetwork(prefix, networks._switch, (31 * Environment.ProcessId) + lot, number));
            reason = null;
            return networks;
        }
        catch (InvalidOperationException refused)
        {
            networks.Dispose();
            reason = refused.Message;
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var network in _all)
            network.Dispose();
        IpCommand.TryRun("link", "delete", _switch);
    }
}

/// <summary>The command <c>ip</c>.</summary>
internal static class IpCommand
{
    /// <exception cref="InvalidOperationException">It failed, or is not there.</exception>
    public static void Run(params ReadOnlySpan<string> arguments)
    {
        if (Try(arguments) is { } problem)
            throw new InvalidOperationException(problem);
    }

    public static void TryRun(params ReadOnlySpan<string> arguments) => Try(arguments);

    /// <summary>What went wrong; null when nothing did.</summary>
    public static string? Try(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start);
            var said = process?.StandardError.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0 ? null : $"ip {string.Join(' ', arguments.ToArray())}: {said?.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"ip: {missing.Message}";
        }
    }
}
