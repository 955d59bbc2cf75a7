using System.Collections.Immutable;
using Lumina.Deployments.Deciding;

namespace Lumina.Host.Starting;

/// <summary>Who is in which group, as the configuration says: <c>"Groups": { "release-managers": ["anna", "ben"] }</c>.</summary>
internal sealed record GroupSettings(ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Groups) : IApproverGroups
{
    public const string Key = "Lumina:Groups";

    public static GroupSettings None { get; } = new(ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty);

    public bool IsIn(string group, string person) => Groups.TryGetValue(group, out var people) && people.Contains(person);

    public static GroupSettings Read(IConfiguration configuration)
    {
        var groups = None.Groups;
        foreach (var group in configuration.GetSection(Key).GetChildren())
        {
            var people = group.GetChildren().Select(person => person.Value?.Trim()).OfType<string>().Where(person => person.Length > 0);
            groups = groups.SetItem(group.Key, ImmutableSortedSet.CreateRange(StringComparer.Ordinal, people));
        }
        return groups.IsEmpty ? None : new GroupSettings(groups);
    }
}
