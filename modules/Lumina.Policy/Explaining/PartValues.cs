using Lumina.Policy.Engine;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumina.Policy.Explaining;

/// <summary>What parts came to. Those that could not be noted, because a pattern's variable is in them, are told by what was evaluated behind them.</summary>
internal sealed class PartValues(IReadOnlyList<NotedParts.Part> parts, Dictionary<int, object?> notes, bool? whole)
{
    /// <summary>As messages say it; null when it was not evaluated.</summary>
    public string? Of(int index) => notes.TryGetValue(index, out var value) ? Text(value) : Told(index) is { } told ? Text(told) : null;

    private bool? Told(int index)
    {
        if (parts[index].IsNoted)
            return null;
        if (index is 0)
            return whole;
        // `a && b`: b was evaluated when a was true, and a was false when only the whole was.
        var parent = parts[index].Syntax.Parent;
        while (parent is ParenthesizedExpressionSyntax)
            parent = parent.Parent;
        if (parent is not BinaryExpressionSyntax binary || IndexOf(binary) is not { } outer || !WasEvaluated(index))
            return null;
        var isLeft = binary.Left.Span.Contains(parts[index].Syntax.Span);
        return (SyntaxKind)binary.RawKind switch
        {
            SyntaxKind.LogicalAndExpression when isLeft => WasEvaluated(IndexOf(Bare(binary.Right))) || (bool?)ValueOf(outer) is true,
            SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression when !isLeft => (bool?)ValueOf(outer),
            SyntaxKind.LogicalOrExpression => !WasEvaluated(IndexOf(Bare(binary.Right))),
            _ => null,
        };
    }

    private object? ValueOf(int index) => notes.TryGetValue(index, out var value) ? value : Told(index);

    /// <summary>Something in it was noted, or else it would not have been come to.</summary>
    private bool WasEvaluated(int? index) => index is { } at && parts.Index().Any(p => notes.ContainsKey(p.Index) && parts[at].Syntax.Span.Contains(p.Item.Syntax.Span));

    private int? IndexOf(ExpressionSyntax syntax) => parts.Index().FirstOrDefault(p => p.Item.Syntax == syntax) is { Item: not null } found ? found.Index : null;

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax brackets ? Bare(brackets.Expression) : expression;

    // A text with its quotes: "" and nothing are told apart by them.
    private static string Text(object? value) => value is string text ? $"\"{HoleText.Of(text)}\"" : HoleText.Of(value);
}
