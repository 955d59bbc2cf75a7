using System.Globalization;
using System.Text;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What is known about a word.</summary>
/// <param name="Range">The word.</param>
/// <param name="Markdown">What is known.</param>
public sealed record HoverText(TextRange Range, string Markdown);

/// <summary>Says what the word under the pointer is.</summary>
public static class Hover
{
    private const int LongestDeclaration = 400;

    /// <summary>What is known about the word at a place; null when that is nothing.</summary>
    public static HoverText? At(PlanProject project, PlanDocument document, int offset)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(document);
        if (project.CSharp is { } csharp && project.CSharpAt(document, offset) is var (subject, piece, at) && document.TokenAt(offset) is { Role: TokenRole.Code } code)
            return csharp.Describe(subject, piece.Text, at) is { } known ? new HoverText(TextRange.Of(code.Span), known) : null;
        if ((document.TokenAt(offset) is { Role: not (TokenRole.Sign or TokenRole.Code) } inside ? inside : document.TokenAt(offset - 1)) is not { } token || token.Span.End < offset)
            return null;
        var text = token.Names is null ? OfWord(document, token) : OfName(project, document, offset);
        return text is null ? null : new HoverText(TextRange.Of(token.Span), text);
    }

    private static string? OfWord(PlanDocument document, RoleToken token)
    {
        var word = document.Text.Substring(token.Span.Start, token.Span.Length);
        switch (token.Role)
        {
            case TokenRole.Function:
                return Functions.Find(word) is { } function ? DocText.Of(function) : null;
            case TokenRole.Type:
                return Titled(word, WordDocs.FindKind("type", word));
            case TokenRole.Root or TokenRole.Truth:
                return Titled(word, WordDocs.FindKind("value", word));
            case TokenRole.Member:
                return OfMember(document, token, word);
            case TokenRole.Kind when token.Entry is { } section:
                return Titled($"{section.Word} {word}", WordDocs.FindKind(section.Word, word));
            default:
                return token.Entry is { } entry && WordDocs.Find(entry.Block, entry.Word) is { } doc
                    ? Titled(doc.Type is { } type ? $"{entry.Word} : {type}" : entry.Word, doc)
                    : null;
        }
    }

    private static string? OfMember(PlanDocument document, RoleToken token, string word)
    {
        var before = document.Text[..token.Span.Start];
        var start = before.AsSpan().LastIndexOfAnyExcept(
            System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")) + 1;
        var root = before[start..].Split('.')[0];
        var owner = root == "self" ? Words.Component : root;
        return WordDocs.FindPart(owner, word) is { } doc ? Titled(doc.Type is { } type ? $"{before[start..]}{word} : {type}" : word, doc) : null;
    }

    private static string? Titled(string title, WordDoc? doc) => doc is null ? null : $"```lumina\n{title}\n```\n\n{DocText.Of(doc)}";

    private static string? OfName(PlanProject project, PlanDocument document, int offset)
    {
        if (document.OccurrenceAt(offset) is not { } occurrence || project.KeyOf(document, occurrence) is not { } key
            || project.DeclarationOf(key) is not { } found)
        {
            return null;
        }
        var text = new StringBuilder();
        text.Append("```lumina\n").Append(Declaration(found.Document, found.Occurrence)).Append("\n```");
        if (CommentBefore(found.Document, found.Occurrence) is { Length: > 0 } comment)
            text.Append("\n\n").Append(comment);
        if (occurrence.Kind == PlanSymbolKind.Component && !project.IsOfRules)
            AppendResolved(text, project, occurrence.Name);
        if (found.Document != document)
            text.Append(CultureInfo.InvariantCulture, $"\n\nFrom `{found.Document.File[(found.Document.File.LastIndexOf('/') + 1)..]}`.");
        return text.ToString();
    }

    /// <summary>A declaration of values as it stands; of one with a block, its first line.</summary>
    private static string Declaration(PlanDocument document, Occurrence declaration)
    {
        if (document.RegionOf(declaration) is not { } region)
            return Wording.Of(declaration.Kind) + " " + declaration.Name;
        var isValue = region.Word is Words.Param or Words.Let;
        var end = isValue || region.Block is not { } block ? region.End : block.Start;
        var text = document.Text[region.Keyword.Start..end].Trim();
        return text.Length <= LongestDeclaration ? text : string.Concat(text.AsSpan(0, LongestDeclaration), " …");
    }

    /// <summary>Comments on the lines right before a declaration say what it is for.</summary>
    private static string CommentBefore(PlanDocument document, Occurrence declaration)
    {
        if (document.RegionOf(declaration) is not { } region)
            return "";
        var lines = new Stack<string>();
        var line = document.PositionAt(region.Keyword.Start).Line;
        while (--line >= 0 && lines.Count < 20)
        {
            var text = document.Text[document.OffsetAt(new TextPosition(line, 0))..document.OffsetAt(new TextPosition(line, int.MaxValue))].Trim();
            if (!text.StartsWith("//", StringComparison.Ordinal))
                break;
            lines.Push(text.TrimStart('/').Trim());
        }
        return string.Join('\n', lines);
    }

    private static void AppendResolved(StringBuilder text, PlanProject project, string name)
    {
        var rows = project.Compilation.Drafts
            .Select(p => (p.Environment.Name, Component: p.Components.FirstOrDefault(c => c.Name == name)))
            .Where(p => p.Component is not null).Take(8).ToList();
        if (rows.Count == 0)
            return;
        text.Append("\n\n| environment | runs | replicas | port | target |\n| --- | --- | --- | --- | --- |");
        foreach (var (environment, component) in rows)
            text.Append(CultureInfo.InvariantCulture, $"\n| {environment} | {Runs(component!)} | {component!.Replicas} | {component.Port?.ToString(CultureInfo.InvariantCulture) ?? ""} | {component.Target.Kind} |");
    }

    private static string Runs(ComponentSpec component)
    {
        var runs = component.Command.IsEmpty ? component.Image : string.Join(' ', component.Command);
        return runs is null ? "" : "`" + (runs.Length > 60 ? runs[..60] + "…" : runs).Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal) + "`";
    }
}
