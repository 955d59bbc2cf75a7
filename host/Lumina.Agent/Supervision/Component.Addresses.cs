using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using Lumina.Agent.State;

namespace Lumina.Agent.Supervision;

/// <content>Where it is served.</content>
internal sealed partial class Component
{
    /// <summary>The ports of all revisions that are wanted or still there; those of before when none is.</summary>
    private ImmutableArray<int> Ports(ComponentState state)
    {
        var ports = state.Revisions
            .Where(wanted => wanted.Instances > 0 || _instances.Exists(instance => instance.Revision == wanted.Revision.Number))
            .Select(wanted => wanted.Revision.Spec.Port).OfType<int>().Distinct().ToImmutableArray();
        return ports.Length > 0 ? ports : state.Exists ? state.Ports : [];
    }

    private void Listen()
    {
        var needed = Ports(_state);
        foreach (var port in _ports.Except(needed).ToList())
        {
            _agent.Gateway.Close(port);
            _agent.StablePorts.TryRemove(port, out _);
            _ports = _ports.Remove(port);
        }

        if (_preview.Serve(_state.Traffic?.Preview) is { } problem)
            _agent.Logger.PreviewNotServed(Key, problem);
        var missing = needed.Except(_ports).ToList();
        if (missing.Count == 0)
            _listenAgainAt = null;
        else if (_listenAgainAt is null || _listenAgainAt <= _agent.Now)
            missing.ForEach(Listen);
    }

    private void Listen(int port)
    {
        try
        {
            _agent.Gateway.Listen(port, Route);
            _agent.StablePorts[port] = Key;
            _ports = _ports.Add(port);
        }
        catch (SocketException e)
        {
            // Checked before it was wanted, so it was taken meanwhile: by whoever it was while no agent ran.
            if (_listenAgainAt is null)
                _agent.Logger.PortNotServed(Key, port, PortHolder.Find(port) is { } holder ? $"in use by {holder}" : e.Message);
            _listenAgainAt = _agent.Now + ListenAgainAfter;
        }
    }

    private string? Endpoint()
    {
        var byShare = _state.Traffic is { ByInstance: false } traffic ? traffic.Weights : [];
        var port = _state.Revisions
            .Where(wanted => wanted.Revision.Spec.Port is { } port && _ports.Contains(port))
            .OrderByDescending(wanted => byShare.FirstOrDefault(weight => weight.Revision == wanted.Revision.Number)?.Weight ?? 0)
            .ThenByDescending(wanted => wanted.Revision.Number)
            .Select(wanted => wanted.Revision.Spec.Port)
            .FirstOrDefault() ?? (_ports.Length > 0 ? _ports[^1] : null);
        return port is null ? null : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }
}
