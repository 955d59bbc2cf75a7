using System.Globalization;
using Lumina.Api;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Progress;

/// <summary>A line with its time for each thing that happens; for logs and pipes.</summary>
internal sealed class PlainProgress(World world, Screen screen) : IProgressView
{
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);

    public void Show(DeploymentEvent occurrence, DeploymentProgress progress)
    {
        if (occurrence.Component is { } component) ShowComponent(occurrence.At, component, progress.Id);
        else if (occurrence.Deployment is { } deployment)
        {
            ShowOnce(occurrence.At, "", deployment is { State: ProgressText.AwaitingApproval, Approval: { } approval }
                ? ApprovalText.Waits(approval, deployment.Id, world.Time)
                : Wording.State(deployment.State));
        }
    }

    public void Say(string message) => Line(world.Time.GetUtcNow(), message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ShowComponent(DateTimeOffset at, ComponentResult component, string id)
    {
        if (component.Action == "unchanged") return;
        var text = $"{component.Name}: {ProgressText.State(component)}";
        if (ProgressText.Versions(component) is { Length: > 0 } versions) text += $", {versions}";
        // Once: a component that is taken back keeps the reason why.
        if (component.Reason is { } reason && _reasons.Add($"{component.Name}: {reason}")) text += $": {reason}";
        if (component.Approval is { } approval) text += ": " + ApprovalText.Waits(approval, id, world.Time);
        ShowOnce(at, component.Name, text);
    }

    private void ShowOnce(DateTimeOffset at, string about, string text)
    {
        if (_last.TryGetValue(about, out var last) && last == text) return;
        _last[about] = text;
        Line(at, text);
    }

    private void Line(DateTimeOffset at, string text) => screen.Report(
        TimeZoneInfo.ConvertTime(at, world.Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) + "  " + text);
}
