using System.Collections.Immutable;
using System.Globalization;
using Lumina.Policy.Conditions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumina.Policy.Explaining;

/// <summary>The parts of an expression whose values are worth knowing.</summary>
internal sealed class NotedParts
{
    private readonly List<Part> _parts = [];
    private readonly int _offset;

    private NotedParts(int offset) => _offset = offset;

    /// <summary>From the whole inwards, and from left to right.</summary>
    public IReadOnlyList<Part> Parts => _parts;

    public static NotedParts Of(ExpressionSyntax expression, int offset)
    {
        var parts = new NotedParts(offset);
        parts.Add(expression, depth: 0);
        return parts;
    }

    /// <summary>What is to be written into the expression, so that values of parts are noted, together with what has to be there anyway.</summary>
    public ImmutableArray<Insertion> Insertions(ImmutableArray<Insertion> ticks)
    {
        var found = new List<(Insertion Insertion, int Order)>();
        for (var i = 0; i < _parts.Count; i++)
        {
            if (!_parts[i].IsNoted)
                continue;
            // At one place the outer one opens first; where they end, all brackets are alike.
            found.Add((new(_parts[i].Start, string.Create(CultureInfo.InvariantCulture, $"{ConditionProgram.GuardName}.Note({i}, ")), i));
            found.Add((new(_parts[i].Start + _parts[i].Length, ")"), -1));
        }

        found.AddRange(ticks.Select(tick => (tick, tick.Text == ")" ? -1 : int.MaxValue)));
        return [.. found.OrderBy(f => f.Insertion.At).ThenBy(f => f.Order).Select(f => f.Insertion)];
    }

    private void Add(ExpressionSyntax expression, int depth)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax brackets:
                Add(brackets.Expression, depth);
                return;
            case LiteralExpressionSyntax or LambdaExpressionSyntax or TypeSyntax:
                return;
            case PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }:
            case MemberAccessExpressionSyntax access when IsOfType(access):
                return;
        }

        // What a pattern's variable is assigned in has to stay as it is, or else the variable is not there behind it.
        var hasVariable = expression.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax);
        _parts.Add(new(expression, expression.SpanStart - _offset, expression.Span.Length, depth, IsNoted: !hasVariable));
        foreach (var inner in InnerOf(expression))
            Add(inner, depth + 1);
    }

    // Variables are written small: what begins otherwise is a type, or what a type has for all.
    private static bool IsOfType(MemberAccessExpressionSyntax access) => access.Expression switch
    {
        MemberAccessExpressionSyntax inner => IsOfType(inner),
        IdentifierNameSyntax { Identifier.Text: var name } => char.IsUpper(name[0]),
        PredefinedTypeSyntax => true,
        _ => false,
    };

    private static IEnumerable<ExpressionSyntax> InnerOf(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } binary => [binary.Left],
        BinaryExpressionSyntax binary => [binary.Left, binary.Right],
        PrefixUnaryExpressionSyntax unary => [unary.Operand],
        PostfixUnaryExpressionSyntax unary => [unary.Operand],
        IsPatternExpressionSyntax pattern => [pattern.Expression],
        ConditionalExpressionSyntax conditional => [conditional.Condition, conditional.WhenTrue, conditional.WhenFalse],
        CastExpressionSyntax cast => [cast.Expression],
        SwitchExpressionSyntax choice => [choice.GoverningExpression],
        ConditionalAccessExpressionSyntax access => [access.Expression],
        MemberAccessExpressionSyntax access => [access.Expression],
        ElementAccessExpressionSyntax access => [access.Expression, .. access.ArgumentList.Arguments.Select(a => a.Expression)],
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } => [],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call => [access.Expression, .. call.ArgumentList.Arguments.Select(a => a.Expression)],
        InvocationExpressionSyntax call => call.ArgumentList.Arguments.Select(a => a.Expression),
        _ => [],
    };

    /// <summary>A part.</summary>
    internal sealed record Part(ExpressionSyntax Syntax, int Start, int Length, int Depth, bool IsNoted);
}
