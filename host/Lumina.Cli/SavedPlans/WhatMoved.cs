using Lumina.Api;

namespace Lumina.Cli.SavedPlans;

/// <summary>What runs otherwise than when a plan was saved.</summary>
/// <param name="Name">The component.</param>
/// <param name="FromRevision">The revision that ran then; null when none did.</param>
/// <param name="ToRevision">The revision that runs now; null when none does.</param>
/// <param name="Values">What differs between the two, of what the plan would change.</param>
internal sealed record MovedComponent(string Name, int? FromRevision, int? ToRevision, IReadOnlyList<PreviewedValue> Values);

/// <summary>Tells from two previews of one plan what happened between them. Both say how what ran differs from what is wanted, and
/// that is the same in both; so where only one has a value, the other's is the wanted one.</summary>
internal static class WhatMoved
{
    public static IReadOnlyList<MovedComponent> Between(Preview then, Preview now)
    {
        var before = then.Changes.ToDictionary(change => change.Component, StringComparer.Ordinal);
        var after = now.Changes.ToDictionary(change => change.Component, StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(name => Between(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
                .Where(moved => moved.FromRevision != moved.ToRevision || moved.Values.Count > 0),
        ];
    }

    private static MovedComponent Between(string name, PreviewedChange? then, PreviewedChange? now)
    {
        // What did not run, or does not, differs in everything: the revision says so already.
        var bothRun = then?.FromRevision is not null && now?.FromRevision is not null;
        return new(name, then?.FromRevision, now?.FromRevision, bothRun ? Values(then!.Values, now!.Values) : []);
    }

    private static List<PreviewedValue> Values(IReadOnlyList<PreviewedValue> then, IReadOnlyList<PreviewedValue> now)
    {
        var before = then.ToDictionary(value => value.Path, StringComparer.Ordinal);
        var after = now.ToDictionary(value => value.Path, StringComparer.Ordinal);
        var moved = new List<PreviewedValue>();
        foreach (var path in then.Concat(now).Select(value => value.Path).Distinct(StringComparer.Ordinal))
        {
            var (was, isNow) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            var value = new PreviewedValue(path, was is null ? isNow?.After : was.Before, isNow is null ? was?.After : isNow.Before);
            if (value.Before != value.After) moved.Add(value);
        }

        return moved;
    }
}
