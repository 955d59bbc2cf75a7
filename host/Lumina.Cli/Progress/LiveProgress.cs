using Lumina.Api;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lumina.Cli.Progress;

/// <summary>A line for each component, drawn over and over; for a terminal.</summary>
internal sealed class LiveProgress : IProgressView
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly World _world;
    private readonly Screen _screen;
    private readonly DeploymentProgress _progress;
    private readonly Dictionary<string, long> _startedAt = new(StringComparer.Ordinal);
    private readonly List<string> _messages = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _drawing;

    public LiveProgress(World world, Screen screen, DeploymentProgress progress)
    {
        _world = world;
        _screen = screen;
        _progress = progress;
        _drawing = screen.Console.Live(Draw()).Overflow(VerticalOverflow.Crop).StartAsync(DrawOverAndOverAsync);
    }

    public void Show(DeploymentEvent occurrence, DeploymentProgress progress)
    {
        if (occurrence.Deployment is { State: ProgressText.AwaitingApproval, Approval: { } approval }) Say(ApprovalText.Waits(approval, progress.Id, _world.Time));
        if (occurrence.Component is { Approval: { } wanted, Name: var name }) Say($"{name} {ApprovalText.Waits(wanted, progress.Id, _world.Time)}");
        if (occurrence.Component is not { State: not "waiting" } component) return;
        lock (_gate) _startedAt.TryAdd(component.Name, _world.Time.GetTimestamp());
    }

    public void Say(string message)
    {
        lock (_gate)
        {
            if (!_messages.Contains(message)) _messages.Add(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _drawing;
        _ending.Dispose();
    }

    private async Task DrawOverAndOverAsync(LiveDisplayContext context)
    {
        using var timer = new PeriodicTimer(DrawEvery, _world.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token)) context.UpdateTarget(Draw());
        }
        catch (OperationCanceledException)
        {
            context.UpdateTarget(Draw());
        }
    }

    private Rows Draw()
    {
        lock (_gate)
        {
            var rows = Math.Max(3, _screen.Height - 4 - _messages.Count);
            var parts = new List<IRenderable> { ProgressTable.Of(_progress.Components.ToList(), Elapsed, _screen.Width, rows) };
            parts.AddRange(_messages.Select(message => new Text(message, new Style(Color.Grey))));
            return new Rows(parts);
        }
    }

    private double Elapsed(ComponentResult component)
    {
        if (ProgressText.HasSettled(component.State)) return component.Seconds;
        return _startedAt.TryGetValue(component.Name, out var started) ? _world.Time.GetElapsedTime(started).TotalSeconds : 0;
    }
}
