using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;

namespace Lumina.Language.Binding;

/// <summary>Names that a relation lists.</summary>
internal static class NameList
{
    /// <summary>The names, sorted, each once; one that is there twice is reported.</summary>
    /// <param name="names">Where they stand.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="check">Whether there is such a thing.</param>
    public static ImmutableArray<string> Read(NamesSyntax names, DiagnosticBag diagnostics, Action<string, SourceLocation> check)
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var token in names.Names)
        {
            var name = NameText.Of(token, diagnostics.Source);
            if (read.Add(name))
                check(name, diagnostics.Locate(token.Span));
            else
                diagnostics.Add(GraphFindings.RepeatedName(diagnostics.Locate(token.Span), name));
        }
        return [.. read];
    }
}
