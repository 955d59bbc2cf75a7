using System.Collections.Immutable;
using Lumina.Rehearsal.Playing;

namespace Lumina.Rehearsal;

/// <summary>Plays a deployment on the simulated target, in a time of its own that goes from one thing that is due to the next. The same order gives the
/// same timeline, always and everywhere.</summary>
public static class Rehearsals
{
    /// <summary>What is wrong with an order, each in a sentence; empty when it can be rehearsed.</summary>
    public static ImmutableArray<string> Check(RehearsalOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return [.. order.Injections.Where(injection => order.Plan.Components.All(c => c.Name != injection.Component)).Select(injection =>
            $"\"{injection.Text}\": '{injection.Component}' is no component of {order.Plan.Name} in {order.Plan.Environment.Name}. There are: {string.Join(", ", order.Plan.Components.Select(c => c.Name).Take(20))}.")];
    }

    /// <summary>Rehearses. It costs as much as what happens in it; how long that would take does not matter.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds something.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<Timeline> RunAsync(RehearsalOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Check(order) is [var wrong, ..])
            throw new ArgumentException(wrong, nameof(order));
        var stage = new Stage(order, Script.Of(order));
        return await stage.PlayAsync(cancellationToken);
    }
}
