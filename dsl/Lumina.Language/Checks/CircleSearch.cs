using System.Collections.Immutable;

namespace Lumina.Language.Checks;

/// <summary>Circles among names that refer to each other. Not recursive, since a plan may have long chains; linear.</summary>
internal static class CircleSearch
{
    /// <summary>A circle as messages show it: the first name again at its end, the middle of a very long one left out.</summary>
    public static string Path(ImmutableArray<string> circle)
    {
        const int Shown = 20;
        var names = circle.Length <= Shown ? circle : [.. circle[..(Shown / 2)], $"… {circle.Length - Shown} more …", .. circle[^(Shown / 2)..]];
        return string.Join(" → ", names.Append(circle[0]));
    }

    /// <summary>Some circles, disjoint, one at least when there is any; each begins with the name of it that is first in <paramref name="names"/>'s walk.</summary>
    /// <param name="names">All names.</param>
    /// <param name="next">What a name refers to; names that are not among <paramref name="names"/> are passed over.</param>
    public static IEnumerable<ImmutableArray<string>> Find(IReadOnlyCollection<string> names, Func<string, ImmutableArray<string>> next)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in names.Where(n => !settled.Contains(n)))
        {
            var path = new List<string> { start };
            var places = new Dictionary<string, int>(StringComparer.Ordinal) { [start] = 0 };
            var walks = new Stack<IEnumerator<string>>([next(start).AsEnumerable().GetEnumerator()]);
            while (walks.TryPeek(out var walk))
            {
                if (!walk.MoveNext())
                {
                    walks.Pop();
                    settled.Add(path[^1]);
                    places.Remove(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (places.TryGetValue(walk.Current, out var place))
                {
                    yield return [.. path[place..]];
                }
                else if (known.Contains(walk.Current) && !settled.Contains(walk.Current))
                {
                    places[walk.Current] = path.Count;
                    path.Add(walk.Current);
                    walks.Push(next(walk.Current).AsEnumerable().GetEnumerator());
                }
            }
        }
    }
}
