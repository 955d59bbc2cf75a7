using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxKind;

namespace Lumina.Policy.Conditions;

/// <summary>What an expression may be made of. Everything else is refused, also what a later C# brings.</summary>
internal static class SyntaxAllowList
{
    // Where a method has many overloads, the compiler looks at a lambda in its brackets for each of them, and for each of those at the lambdas in it.
    private const int DeepestLambda = 3;

    private static readonly HashSet<SyntaxKind> Allowed =
    [
        ParenthesizedExpression, IdentifierName, GenericName, TypeArgumentList, QualifiedName, PredefinedType, NullableType,
        StringLiteralExpression, CharacterLiteralExpression, NumericLiteralExpression, TrueLiteralExpression, FalseLiteralExpression, NullLiteralExpression,
        SimpleMemberAccessExpression, ConditionalAccessExpression, MemberBindingExpression, ElementAccessExpression, ElementBindingExpression,
        InvocationExpression, ArgumentList, BracketedArgumentList, Argument, NameColon, SuppressNullableWarningExpression,
        LogicalNotExpression, UnaryMinusExpression, UnaryPlusExpression,
        AddExpression, SubtractExpression, MultiplyExpression, DivideExpression, ModuloExpression,
        EqualsExpression, NotEqualsExpression, LessThanExpression, LessThanOrEqualExpression, GreaterThanExpression, GreaterThanOrEqualExpression,
        LogicalAndExpression, LogicalOrExpression, CoalesceExpression, ConditionalExpression, CastExpression, AsExpression, IsExpression,
        IsPatternExpression, ConstantPattern, DeclarationPattern, TypePattern, RelationalPattern, AndPattern, OrPattern, NotPattern, ParenthesizedPattern,
        RecursivePattern, PropertyPatternClause, Subpattern, ExpressionColon, DiscardPattern, DiscardDesignation, SingleVariableDesignation,
        SwitchExpression, SwitchExpressionArm, WhenClause,
        InterpolatedStringExpression, InterpolatedStringText, Interpolation,
        SimpleLambdaExpression, ParenthesizedLambdaExpression, Parameter, ParameterList,
    ];

    private static readonly Dictionary<SyntaxKind, string> Names = new()
    {
        [SimpleAssignmentExpression] = "an assignment",
        [AddAssignmentExpression] = "an assignment",
        [CoalesceAssignmentExpression] = "an assignment",
        [SubtractAssignmentExpression] = "an assignment",
        [MultiplyAssignmentExpression] = "an assignment",
        [PreIncrementExpression] = "++",
        [PostIncrementExpression] = "++",
        [PreDecrementExpression] = "--",
        [PostDecrementExpression] = "--",
        [ObjectCreationExpression] = "a new object",
        [ImplicitObjectCreationExpression] = "a new object",
        [AnonymousObjectCreationExpression] = "a new object",
        [ArrayCreationExpression] = "a new array",
        [ImplicitArrayCreationExpression] = "a new array",
        [StackAllocArrayCreationExpression] = "stackalloc",
        [ImplicitStackAllocArrayCreationExpression] = "stackalloc",
        [CollectionExpression] = "a collection",
        [TypeOfExpression] = "typeof",
        [SizeOfExpression] = "sizeof",
        [DefaultExpression] = "default",
        [DefaultLiteralExpression] = "default",
        [CheckedExpression] = "checked",
        [UncheckedExpression] = "unchecked",
        [ThrowExpression] = "throw",
        [AwaitExpression] = "await",
        [RefExpression] = "ref",
        [DeclarationExpression] = "an out variable",
        [TupleExpression] = "a tuple",
        [TupleType] = "a tuple",
        [QueryExpression] = "a query: write it with Where, Select and Any",
        [WithExpression] = "with",
        [RangeExpression] = "a range",
        [IndexExpression] = "^",
        [Block] = "statements",
        [AnonymousMethodExpression] = "a delegate",
        [AliasQualifiedName] = "::",
        [ThisExpression] = "this",
        [BaseExpression] = "base",
        [PointerIndirectionExpression] = "a pointer",
        [AddressOfExpression] = "a pointer",
        [PointerMemberAccessExpression] = "a pointer",
        [PointerType] = "a pointer",
        [FunctionPointerType] = "a pointer",
        [RefType] = "ref",
        [ArrayType] = "an array",
        [AttributeList] = "an attribute",
        [BitwiseNotExpression] = "~",
        [BitwiseAndExpression] = "&",
        [BitwiseOrExpression] = "|",
        [ExclusiveOrExpression] = "^",
        [LeftShiftExpression] = "<<",
        [RightShiftExpression] = ">>",
        [UnsignedRightShiftExpression] = ">>>",
        [InterpolationAlignmentClause] = "a width in a hole",
        [InterpolationFormatClause] = "a format in a hole",
        [Utf8StringLiteralExpression] = "a text of bytes",
        [VarPattern] = "var: name the type",
        [ParenthesizedVariableDesignation] = "a tuple",
        [PositionalPatternClause] = "a positional pattern",
        [ListPattern] = "a list pattern",
        [SlicePattern] = "a list pattern",
        [MakeRefExpression] = "__makeref",
        [RefTypeExpression] = "__reftype",
        [RefValueExpression] = "__refvalue",
        [ArgListExpression] = "__arglist",
        [FieldExpression] = "field",
    };

    /// <summary>The first thing that may not be there, and what it is.</summary>
    public static (TextSpan Span, string What)? FirstViolation(ExpressionSyntax expression)
    {
        foreach (var item in expression.DescendantNodesAndTokensAndSelf())
            if ((item.AsNode() is { } node ? OfNode(node) : OfToken(item.AsToken())) is { } what)
                return (item.Span, what);
        return null;
    }

    private static string? OfNode(SyntaxNode node) => node switch
    {
        _ when !Allowed.Contains(node.Kind()) => Names.GetValueOrDefault(node.Kind()) ?? $"this ({node.Kind()})",
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.RefKindKeyword.Text,
        AnonymousFunctionExpressionSyntax { Modifiers: [var modifier, ..] } => modifier.Text,
        LambdaExpressionSyntax { ExpressionBody: null } => "statements",
        LambdaExpressionSyntax when node.Ancestors().Count(outer => outer is LambdaExpressionSyntax) >= DeepestLambda => "lambdas in so many lambdas",
        ParenthesizedLambdaExpressionSyntax { ReturnType: not null } => "a lambda with a return type",
        ParameterSyntax { Modifiers.Count: > 0 } or ParameterSyntax { Default: not null } or ParameterSyntax { Type: not null } => "a lambda whose parameters say more than their names",
        _ => null,
    };

    private static string? OfToken(SyntaxToken token) => token.Kind() switch
    {
        IdentifierToken when token.Text is "dynamic" => "dynamic",
        IdentifierToken when token.Text != token.ValueText => "a name with @ or with an escape",
        IdentifierToken when token.Text.StartsWith("__", StringComparison.Ordinal) => "a name that begins with __",
        IdentifierToken when !token.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') => "a name with other characters than letters, digits and _",
        _ => null,
    };
}
