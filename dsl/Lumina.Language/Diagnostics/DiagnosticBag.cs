using System.Collections.Immutable;
using Lumina.Language.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>Gathers findings; the same finding at the same place once, and not without end.</summary>
internal sealed class DiagnosticBag(SourceText source)
{
    /// <summary>How many findings are listed.</summary>
    public const int Limit = 1000;

    private readonly HashSet<(string Code, int Start, int Length)> _known = [];
    private readonly List<Diagnostic> _found = [];

    public SourceText Source => source;

    public int Count => _found.Count;

    public bool IsFull => _found.Count >= Limit;

    public bool HasErrors { get; private set; }

    public void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == Severity.Error;
        var place = (diagnostic.Code, diagnostic.Location.Start, diagnostic.Location.Length);
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

    /// <summary>Whether an error within a span is known already.</summary>
    public bool HasErrorIn(TextSpan span) =>
        HasErrors && _found.Exists(d => d.Severity == Severity.Error && d.Location.Start >= span.Start && d.Location.Start <= span.End);

    public SourceLocation Locate(TextSpan span) => source.Locate(span);

    /// <summary>All findings in the order of the text.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [.. _found.OrderBy(d => d.Location.Start).ThenBy(d => d.Location.Length).ThenBy(d => d.Code, StringComparer.Ordinal)];
}
