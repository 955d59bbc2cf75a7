using System.Collections.Immutable;
using Lumina.Language.Compilation;

namespace Lumina.Configuration.Reading;

/// <summary>What was found wrong in a file so far.</summary>
internal sealed class Problems(string file)
{
    /// <summary>Nobody reads more, and a hostile file could have a hundred thousand.</summary>
    private const int Most = 100;

    private readonly List<ValueFileProblem> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(Place at, string message)
    {
        if (_found.Count < Most)
            _found.Add(new(file, at.Line, at.Column, Math.Max(1, at.Length), message));
    }

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<ValueFileProblem> InOrder() => [.. _found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
