using System.Collections.Immutable;

namespace Lumina.Language.Editing;

/// <summary>What a highlighted piece of text is.</summary>
public enum HighlightKind
{
    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A property, or a part of a value.</summary>
    Property,

    /// <summary>A param.</summary>
    Parameter,

    /// <summary>A let, or what a loop counts with.</summary>
    Variable,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A type.</summary>
    Type,

    /// <summary>A component, a template, an infrastructure, a pipeline or a stage.</summary>
    Class,

    /// <summary>A plan, an environment or an import.</summary>
    Namespace,

    /// <summary>One of several words, such as the kind of a target.</summary>
    EnumMember,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A comment.</summary>
    Comment,
}

/// <summary>A piece of text, within one line, to be highlighted.</summary>
/// <param name="Range">Where.</param>
/// <param name="Kind">As what.</param>
/// <param name="IsDeclaration">Whether a name is declared there.</param>
public readonly record struct Highlight(TextRange Range, HighlightKind Kind, bool IsDeclaration);

/// <summary>What the words of a text are, told by what they mean and not only by how they look.</summary>
public static class Highlighting
{
    /// <summary>All pieces, in the order of the text; none overlaps another.</summary>
    public static ImmutableArray<Highlight> Of(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var pieces = ImmutableArray.CreateBuilder<Highlight>();
        var comments = document.InDetail.Comments;
        var next = 0;
        foreach (var token in document.InDetail.Tokens)
        {
            for (; next < comments.Length && comments[next].Start < token.Span.Start; next++)
                AddLines(document, TextRange.Of(comments[next]), HighlightKind.Comment, false, pieces);
            if (KindOf(token) is { } kind && token.Span.Length > 0)
                AddLines(document, TextRange.Of(token.Span), kind, token.IsDeclaration, pieces);
        }
        for (; next < comments.Length; next++)
            AddLines(document, TextRange.Of(comments[next]), HighlightKind.Comment, false, pieces);
        return pieces.ToImmutable();
    }

    private static HighlightKind? KindOf(RoleToken token) => token.Role switch
    {
        TokenRole.Keyword or TokenRole.Root or TokenRole.Truth => HighlightKind.Keyword,
        TokenRole.Member or TokenRole.Property => HighlightKind.Property,
        TokenRole.Kind => HighlightKind.EnumMember,
        TokenRole.Type => HighlightKind.Type,
        TokenRole.Function => HighlightKind.Function,
        TokenRole.Number => HighlightKind.Number,
        TokenRole.Text => HighlightKind.Text,
        TokenRole.Name => token.Names switch
        {
            PlanSymbolKind.Param => HighlightKind.Parameter,
            PlanSymbolKind.Let or PlanSymbolKind.Variable => HighlightKind.Variable,
            PlanSymbolKind.Plan or PlanSymbolKind.Environment or PlanSymbolKind.Import => HighlightKind.Namespace,
            _ => HighlightKind.Class,
        },
        _ => null,
    };

    /// <summary>Many editors take no piece that goes over several lines.</summary>
    private static void AddLines(PlanDocument document, TextRange range, HighlightKind kind, bool isDeclaration, ImmutableArray<Highlight>.Builder pieces)
    {
        var start = range.Start;
        while (start < range.End)
        {
            var end = document.Text.IndexOf('\n', start, range.End - start);
            end = end < 0 ? range.End : end;
            var length = end - start - (end > start && end < range.End && document.Text[end - 1] == '\r' ? 1 : 0);
            if (length > 0)
                pieces.Add(new Highlight(new TextRange(start, length), kind, isDeclaration));
            start = end + 1;
        }
    }
}
