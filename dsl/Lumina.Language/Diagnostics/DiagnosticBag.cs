using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>Gathers findings; the same finding at the same place once, and not without end.</summary>
internal sealed class DiagnosticBag(SourceText source)
{
    /// <summary>How many findings are listed.</summary>
    public const int Limit = 1000;

    private const long MostComparisons = 1_000_000;

    private readonly HashSet<(string Code, string File, int Start, int Length)> _known = [];
    private readonly List<Diagnostic> _found = [];
    private long _comparisons;

    public SourceText Source => source;

    public int Count => _found.Count;

    public bool IsFull => _found.Count >= Limit;

    public bool HasErrors { get; private set; }

    /// <summary>As <see cref="Suggestion.Nearest"/>, as long as there are not too many names to compare with in all.</summary>
    public string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        _comparisons += known.Count;
        return IsFull || _comparisons > MostComparisons ? null : Suggestion.Nearest(name, known);
    }

    public void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == Severity.Error;
        var place = (diagnostic.Code, diagnostic.Location.File, diagnostic.Location.Start, diagnostic.Location.Length);
        if (!IsFull && _known.Add(place))
            _found.Add(diagnostic);
        if (IsFull && _found.Count == Limit)
            _found.Add(SyntaxFindings.TooManyProblems(source.Locate(TextSpan.At(source.Length)), Limit));
    }

    /// <summary>Adds a finding about something that is not in the text; there can be several at its beginning.</summary>
    public void AddUnplaced(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == Severity.Error;
        if (!IsFull)
            _found.Add(diagnostic);
    }

    public SourceLocation Locate(TextSpan span) => source.Locate(span);

    /// <summary>The line of a token, and of one in another file that file's name.</summary>
    public string LineOf(SyntaxToken token)
    {
        var file = source.FileAt(token.Start);
        var line = "line " + file.LineAndColumn(token.Start).Line.ToString(CultureInfo.InvariantCulture);
        return file == source.Main ? line : $"{line} of {file.Name}";
    }

    /// <summary>Reports something that is declared a second time.</summary>
    public void AddDuplicate(string kind, string name, SyntaxToken token, SyntaxToken first) =>
        Add(NameFindings.DuplicateDeclaration(Locate(token.Span), kind, name, LineOf(first)));

    /// <summary>All findings in the order of the text, file after file. On a line whose quotes don't pair nothing else is certain, so that is all that is
    /// said about it.</summary>
    public ImmutableArray<Diagnostic> ToSorted()
    {
        var unpaired = _found.Where(IsAboutQuotes).Select(d => (d.Location.File, d.Location.Line)).ToHashSet();
        var order = source.Files.Select((file, index) => (file.Name, index)).DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.index, StringComparer.Ordinal);
        return [.. _found.Where(d => IsAboutQuotes(d) || !unpaired.Contains((d.Location.File, d.Location.Line)))
            .OrderBy(d => order.GetValueOrDefault(d.Location.File, int.MaxValue)).ThenBy(d => d.Location.Start).ThenBy(d => d.Location.Length).ThenBy(d => d.Code, StringComparer.Ordinal)];
    }

    private static bool IsAboutQuotes(Diagnostic diagnostic) =>
        diagnostic.Code == SyntaxFindings.UnclosedStringEntry.Code || diagnostic.Code == SyntaxFindings.UnclosedHoleEntry.Code;
}
