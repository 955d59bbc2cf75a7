using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Lumina.Robustness.Cluster;

/// <summary>
/// The network namespace of one host. It has a cable to this process (database and agent are there) and one to a switch, where the other silos are. A cable
/// that is unplugged lets packets vanish: nobody is told.
/// </summary>
internal sealed class HostNetwork : IDisposable
{
    private readonly string _switch;
    private readonly string _outCable;
    private readonly string _siloCable;
    private readonly BlockingCollection<TaskCompletionSource<Socket>> _wanted = [];
    private readonly Thread _inside;

    /// <exception cref="InvalidOperationException">This machine does not let us.</exception>
    public HostNetwork(string prefix, string theSwitch, int lot, int number)
    {
        _switch = theSwitch;
        Namespace = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
        _outCable = string.Create(CultureInfo.InvariantCulture, $"{prefix}o{number}");
        _siloCable = string.Create(CultureInfo.InvariantCulture, $"{prefix}s{number}");
        // Addresses that are set aside for measuring networks; those of the switch are seen in namespaces only.
        var third = lot % 256;
        Outside = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"198.18.{third}.{(4 * number) + 1}"));
        Silo = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"198.19.255.{number}"));
        IpCommand.Run("netns", "add", Namespace);
        IpCommand.Run("-n", Namespace, "link", "set", "lo", "up");
        IpCommand.Run("link", "add", _outCable, "type", "veth", "peer", "name", "out0", "netns", Namespace);
        IpCommand.Run("addr", "add", $"{Outside}/30", "dev", _outCable);
        IpCommand.Run("-n", Namespace, "addr", "add", string.Create(CultureInfo.InvariantCulture, $"198.18.{third}.{(4 * number) + 2}/30"), "dev", "out0");
        IpCommand.Run("link", "add", _siloCable, "type", "veth", "peer", "name", "silo0", "netns", Namespace);
        IpCommand.Run("-n", Namespace, "addr", "add", $"{Silo}/24", "dev", "silo0");
        IpCommand.Run("link", "set", _siloCable, "up");
        IpCommand.Run("-n", Namespace, "link", "set", "out0", "up");
        IpCommand.Run("-n", Namespace, "link", "set", "silo0", "up");
        Plug();
        _inside = new Thread(Serve) { IsBackground = true };
        var entered = new TaskCompletionSource<int>();
        _inside.Start(entered);
        if (entered.Task.GetAwaiter().GetResult() is not 0 and var error)
            throw new InvalidOperationException($"the namespace can't be entered: {new Win32Exception(error).Message}");
    }

    public string Namespace { get; }

    /// <summary>Where the host finds this process.</summary>
    public IPAddress Outside { get; }

    /// <summary>Where it listens for other silos.</summary>
    public IPAddress Silo { get; }

    public void UnplugSilos() => IpCommand.Run("link", "set", _siloCable, "nomaster");

    public void UnplugOutside() => IpCommand.Run("link", "set", _outCable, "down");

    public void Plug()
    {
        IpCommand.Run("link", "set", _siloCable, "master", _switch);
        IpCommand.Run("link", "set", _outCable, "up");
    }

    /// <summary>Connects to a port of the host's own loopback interface.</summary>
    public async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var wanted = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted.Add(wanted, cancellationToken);
        var socket = await wanted.Task;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _wanted.CompleteAdding();
        _inside.Join();
        _wanted.Dispose();
        // Its cables go with it.
        IpCommand.Run("netns", "delete", Namespace);
    }

    /// <summary>A thread of the namespace: what it makes sockets of belongs there, whoever uses them.</summary>
    private void Serve(object? entered)
    {
        int error;
        using (var space = File.OpenHandle("/run/netns/" + Namespace))
            error = SetNamespace(space, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        ((TaskCompletionSource<int>)entered!).SetResult(error);

        foreach (var wanted in _wanted.GetConsumingEnumerable())
            wanted.SetResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeHandle fd, int kind);
}
