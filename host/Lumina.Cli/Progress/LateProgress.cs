using Lumina.Api;

namespace Lumina.Cli.Progress;

/// <summary>Shows nothing, and so costs nothing, until something happens that nobody expected; for a deployment without changes.</summary>
internal sealed class LateProgress(Func<IProgressView> open) : IProgressView
{
    private IProgressView? _view;

    public void Show(DeploymentEvent occurrence, DeploymentProgress progress)
    {
        if (_view is null && IsExpected(occurrence)) return;
        (_view ??= open()).Show(occurrence, progress);
    }

    public void Say(string message) => (_view ??= open()).Say(message);

    public ValueTask DisposeAsync() => _view?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool IsExpected(DeploymentEvent occurrence) =>
        occurrence.Component is null or { Action: "unchanged" }
        && occurrence.Deployment is null or { State: "queued" or "running" } or { Ended: true };
}
