namespace Lumina.Deployments.Orchestration;

/// <summary>What goes wrong beside the rollouts that are under way: with what this deployment has brought already, and with what it builds on.</summary>
internal sealed partial class DeploymentGrain
{
    private DependencyWatch? _watch;
    private bool _isWatching;

    private bool CanFail => IsOpen && State.Status is DeploymentStatus.Running or DeploymentStatus.Paused && State.Intent.Kind != DeploymentKind.Remove;

    public async Task<bool> NoticeAsync(string component, string reason)
    {
        if (!CanFail)
            return IsOpen && State is { IsTakingBack: true } && State.FailedComponent == component;
        // After a crash nothing is loaded before the first pump.
        await PumpAsync();
        if (_run is not { } run || run.IndexOf(component) is not { } node || !run.IsLive(node))
            return false;
        run.Board.Fail(node, reason);
        await PumpAsync();
        return State.IsTakingBack;
    }

    /// <summary>Looks whether something has fallen ill, at most once every few seconds.</summary>
    private async Task NoticeIllAsync()
    {
        if (_isWatching || !CanFail || _run is not { } run || run.Board.IsTurned || run.Board.Active == 0)
            return;
        _isWatching = true;
        try
        {
            if (_watch?.IsOf(run) is not true)
                _watch = new DependencyWatch(run, time);
            if (await _watch.LookAsync(targets, journal) is not { } ill || !CanFail || run != _run)
                return;
            run.Board.Fail(ill.Node, ill.Reason);
            await PumpAsync();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The next sweep looks again.
            LogUnexpected(problem, Id);
        }
        finally
        {
            _isWatching = false;
        }
    }
}
