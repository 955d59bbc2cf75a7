using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>Gathers findings at the levels that are asked for; the same finding at the same place once, and not without end.</summary>
internal sealed class DiagnosticBag(SourceText source, FindingLevels levels)
{
    /// <summary>How many errors are listed, and how many other findings.</summary>
    public const int Limit = 1000;

    private const long MostComparisons = 1_000_000;

    private readonly HashSet<(string Code, string File, int Start, int Length)> _known = [];
    private readonly HashSet<string> _errorCodes = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _found = [];
    private long _comparisons;
    private int _errors;
    private int _others;

    public DiagnosticBag(SourceText source)
        : this(source, FindingLevels.Default)
    {
    }

    public SourceText Source => source;

    public FindingLevels Levels => levels;

    public int Count => _found.Count;

    /// <summary>Whether there are so many errors that it is no use to look for more.</summary>
    public bool IsFull => _errors >= Limit;

    public bool HasErrors => _errorCodes.Count > 0;

    /// <summary>Whether there are errors of other kinds than the given ones.</summary>
    public bool HasErrorsBesides(params ReadOnlySpan<DiagnosticEntry> entries)
    {
        var known = 0;
        foreach (var entry in entries)
            known += _errorCodes.Contains(entry.Code) ? 1 : 0;
        return _errorCodes.Count > known;
    }

    /// <summary>As <see cref="Suggestion.Nearest"/>, as long as there are not too many names to compare with in all.</summary>
    public string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        _comparisons += known.Count;
        return IsFull || _comparisons > MostComparisons ? null : Suggestion.Nearest(name, known);
    }

    public void Add(Diagnostic diagnostic)
    {
        if (_known.Add((diagnostic.Code, diagnostic.Location.File, diagnostic.Location.Start, diagnostic.Location.Length)))
            AddUnplaced(diagnostic);
    }

    /// <summary>Adds a finding about something that is not in the text; there can be several at its beginning.</summary>
    public void AddUnplaced(Diagnostic diagnostic)
    {
        if (levels.Apply(diagnostic) is not { } found)
            return;
        if (ReasonToSilence?.Invoke(found) is { } reason)
        {
            Silenced.Add(new(found, reason));
            return;
        }
        var isError = found.Severity == Severity.Error;
        if (isError)
            _errorCodes.Add(found.Code);
        var count = isError ? ++_errors : ++_others;
        if (count <= Limit)
            _found.Add(found);
        else if (count == Limit + 1)
            AddLimit(source.Locate(TextSpan.At(source.Length)), isError);
    }

    private void AddLimit(SourceLocation end, bool isError) =>
        _found.Add(isError ? SyntaxFindings.TooManyProblems(end, Limit) : StyleFindings.TooManyNotes(end, Limit));

    /// <summary>Why the text wants a finding to be silenced; null when it doesn't. What is added before this is set is not asked about.</summary>
    public Func<Diagnostic, string?>? ReasonToSilence { get; set; }

    /// <summary>Findings that a comment silences, with its reason.</summary>
    public List<SilencedDiagnostic> Silenced { get; } = [];

    public SourceLocation Locate(TextSpan span) => source.Locate(span);

    /// <summary>The line of a token, and of one in another file that file's name.</summary>
    public string LineOf(SyntaxToken token) => LineOf(token.Span);

    /// <inheritdoc cref="LineOf(SyntaxToken)"/>
    public string LineOf(TextSpan span)
    {
        var file = source.FileAt(span.Start);
        var line = "line " + file.LineAndColumn(span.Start).Line.ToString(CultureInfo.InvariantCulture);
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
