using Lumina.Api;
using Lumina.Host.Views;
using Lumina.Language.Origins;

namespace Lumina.Host.Api;

/// <summary>What only somebody who looks at a preview wants to know: where each new value comes from, and how long it will take.</summary>
internal sealed class PreviewParticulars(RolloutDurations durations)
{
    public async Task<Preview> AddAsync(SubmittedPlan looked, CancellationToken cancellationToken)
    {
        var preview = looked.Preview;
        if (looked is not { Intent: { } intent, Planned.Changes: { } changes })
            return preview;
        return preview with
        {
            Changes = [.. preview.Changes.Select(change => change.Values.Count == 0
                ? change
                : WithOrigins(change, looked.Compilation.OriginsOf(intent.Environment, change.Component)))],
            Expected = await durations.ExpectAsync(changes, cancellationToken),
        };
    }

    private static PreviewedChange WithOrigins(PreviewedChange change, ComponentOrigins origins) => change.Action == "remove"
        ? change
        : change with { Values = [.. change.Values.Select(value => WithOrigin(value, origins))] };

    // The folder and the number of instances that are there are found, not written.
    private static PreviewedValue WithOrigin(PreviewedValue value, ComponentOrigins origins) => value switch
    {
        { After: null } or { Path: "directory" } => value,
        { Path: "instances" } => value with { Origin = Of(origins.Of("replicas")) },
        _ => value with { Origin = Of(origins.Of(value.Path)) },
    };

    private static ValueOrigin Of(Origin origin) => new(
        origin.Location?.File, origin.Location?.Line ?? 0, origin.Environment, origin.Template,
        [.. origin.Params.Select(use => new ParamOrigin(use.Name, use.Source))]);
}
