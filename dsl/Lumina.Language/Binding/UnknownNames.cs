using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <summary>
/// Names that are used and not declared. They are reported when everything has been bound: where a declaration that nobody uses has almost the
/// same name, and the text has the used name in more places than the declared one, it is the declaration that is misspelt, and that is one
/// mistake, however often the name is used.
/// </summary>
internal sealed class UnknownNames
{
    private const int MostCounted = 100;

    private readonly Dictionary<(string Kind, string Name), List<Diagnostic>> _uses = [];

    /// <param name="kind">The word of such declarations: <c>param</c>.</param>
    /// <param name="name">The name that is not declared.</param>
    /// <param name="finding">What to say of it where it is used.</param>
    public void Add(string kind, string name, Diagnostic finding)
    {
        if (!_uses.TryGetValue((kind, name), out var uses))
            _uses[(kind, name)] = uses = [];
        if (uses.Count < DiagnosticBag.Limit)
            uses.Add(finding);
    }

    /// <param name="unusedOf">The declarations of a kind that nobody uses, with their names.</param>
    /// <param name="diagnostics">Where to report.</param>
    public void Report(Func<string, IEnumerable<(string Name, SyntaxToken Token)>> unusedOf, DiagnosticBag diagnostics)
    {
        var counted = 0;
        foreach (var ((kind, name), uses) in _uses)
        {
            var misspelt = counted++ < MostCounted ? FindMisspelt(name, [.. unusedOf(kind)], diagnostics.Source) : null;
            if (misspelt is { } declared)
                diagnostics.Add(NameFindings.MisspeltDeclaration(diagnostics.Locate(declared.Token.Span), kind, declared.Name, name, Lines(uses)));
            else
                uses.ForEach(diagnostics.Add);
        }
    }

    private static (string Name, SyntaxToken Token)? FindMisspelt(string name, List<(string Name, SyntaxToken Token)> unused, SourceText source)
    {
        if (Suggestion.Nearest(name, unused.Select(declared => declared.Name)) is not { } near)
            return null;
        return CountWord(source.Text, name) > CountWord(source.Text, near) ? unused.First(declared => declared.Name == near) : null;
    }

    /// <summary>How often a name stands in a text as a word of its own, be it in a comment or a string.</summary>
    private static int CountWord(string text, string name)
    {
        var count = 0;
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsPartOfName(text[at - 1])) && (end == text.Length || !IsPartOfName(text[end])))
                count++;
        }
        return count;
    }

    private static bool IsPartOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

    private static string Lines(List<Diagnostic> uses)
    {
        var lines = uses.Select(use => use.Location.Line).Distinct().Order().ToList();
        var named = string.Join(", ", lines.Take(3));
        return (lines.Count == 1 ? "line " : "lines ") + named + (lines.Count > 3 ? $" and {lines.Count - 3} more" : "");
    }
}
