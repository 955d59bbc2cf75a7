using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>A piece of a template: text, and the hole behind it; null behind the last text.</summary>
internal readonly record struct TemplatePart(string Text, ExpressionSyntax? Hole);

/// <summary>The text of a file in which <c>${…}</c> is worked out. <c>\${</c> is <c>${</c> itself; nothing else in it means anything, so two backslashes before
/// a hole stay what they are.</summary>
/// <param name="file">The file.</param>
/// <param name="parts">Its text and its holes, in order.</param>
internal sealed class TextTemplate(SourceFile file, ImmutableArray<TemplatePart> parts)
{
    public SourceFile File => file;

    public ImmutableArray<TemplatePart> Parts => parts;

    /// <summary>Reads a file that was added to its source last; null when a hole is wrong, which has been reported.</summary>
    public static TextTemplate? Read(SourceText source, SourceFile file, DiagnosticBag diagnostics)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var text = new StringBuilder();
        var isGood = true;
        var at = file.Start;
        while (FindHole(source.Text, at) is var hole and >= 0)
        {
            var backslashes = 0;
            while (hole - backslashes > at && source.Text[hole - backslashes - 1] == '\\')
                backslashes++;
            if (backslashes % 2 == 1)
            {
                text.Append(source.Text, at, hole - 1 - at).Append("${");
                at = hole + 2;
                continue;
            }
            text.Append(source.Text, at, hole - at);
            (var value, at) = ReadHole(source, file, hole, diagnostics);
            isGood &= value is not null;
            parts.Add(new TemplatePart(text.ToString(), value));
            text.Clear();
        }
        parts.Add(new TemplatePart(text.Append(source.Text, at, file.End - at).ToString(), null));
        return isGood ? new TextTemplate(file, parts.ToImmutable()) : null;
    }

    private static int FindHole(string text, int from) => text.IndexOf("${", from, StringComparison.Ordinal);

    private static (ExpressionSyntax? Value, int End) ReadHole(SourceText source, SourceFile file, int start, DiagnosticBag diagnostics)
    {
        var known = diagnostics.Count;
        var (block, end) = new Lexer(source, file, diagnostics, Vocabulary.Dialect.Plans).ReadHole(start + 2);
        if (block is null)
        {
            if (diagnostics.Count == known)
                diagnostics.Add(SyntaxFindings.UnclosedHoleInFile(source.Locate(new TextSpan(start, start + 2))));
            return (null, end);
        }
        var first = new TokenInput(block, 0);
        var value = ExpressionGrammar.Expression(first);
        if (value.WasSuccessful && value.Remainder.AtEnd)
            return (value.Value, end);
        var failed = (TokenInput)value.Remainder;
        if (diagnostics.Count == known)
            diagnostics.Add(SyntaxFindings.Unexpected(source.Locate(failed.AtEnd ? new TextSpan(end - 1, end) : failed.Token.Span), value.WasSuccessful ? "'}'" : "a value", failed.AtEnd ? "'}'" : Recovery.Describe(failed)));
        return (null, end);
    }
}
