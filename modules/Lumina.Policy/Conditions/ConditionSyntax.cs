using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.Policy.Conditions;

/// <summary>Looks at one expression by itself: that it is one, and made only of what conditions may be made of.</summary>
internal static class ConditionSyntax
{
    public const int LongestText = 4000, DeepestNesting = 100;

    /// <summary>Groups of groups have types that double with each: the compiler must not meet twenty.</summary>
    private const int MostGroups = 2;

    private const string Before = "class C { static object E() => (\n", Behind = "\n); }";

    public static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Either what is wrong with it, or else the expression, whose first character is at <paramref name="offset"/> in its tree.</summary>
    public static Diagnostic? Check(ConditionText condition, string text, out ExpressionSyntax? expression, out int offset)
    {
        (expression, offset) = (null, Before.Length);
        if (text.Length > LongestText)
            return ConditionFindings.TooLong(condition.At(0, text.Length), $"has {text.Length:N0} characters, and {LongestText:N0} is the most");
        if (DirectiveAt(text) is { } directive)
            return ConditionFindings.Directive(condition.At(directive, 1));
        if (DepthOf(text) > DeepestNesting)
            return ConditionFindings.TooLong(condition.At(0, text.Length), $"is nested deeper than {DeepestNesting} levels");
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Before + text + Behind, Options).GetRoot();
        foreach (var error in root.GetDiagnostics())
            if (error.Severity is DiagnosticSeverity.Error)
                return ConditionFindings.Syntax(
                    condition.At(error.Location.SourceSpan.Start - Before.Length, error.Location.SourceSpan.Length), error.GetMessage(CultureInfo.InvariantCulture) + ".");
        if (ExpressionOf(root, text) is not { } found)
            return ConditionFindings.Syntax(condition.At(0, text.Length), "its brackets don't pair.");
        if (found.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == "GroupBy").Skip(MostGroups).FirstOrDefault() is { } group)
            return ConditionFindings.TooLong(condition.At(group.SpanStart - Before.Length, group.Span.Length), $"groups more often than {MostGroups} times");
        expression = found;
        return SyntaxAllowList.FirstViolation(found) is var (span, what)
            ? ConditionFindings.Construct(condition.At(span.Start - Before.Length, span.Length), what)
            : null;
    }

    /// <summary>What has to be written into an expression, so that its lambdas are counted.</summary>
    public static ImmutableArray<Insertion> Ticks(ExpressionSyntax expression, int offset)
    {
        var found = new List<Insertion>();
        foreach (var lambda in expression.DescendantNodesAndSelf().OfType<LambdaExpressionSyntax>())
        {
            // Null has no type to be counted by, and no method of the list takes it.
            if (lambda.ExpressionBody is not { } body || body.IsKind(SyntaxKind.NullLiteralExpression))
                continue;
            found.Add(new(body.SpanStart - offset, ConditionProgram.GuardName + ".Tick("));
            found.Add(new(body.Span.End - offset, ")"));
        }

        return [.. found.OrderBy(insertion => insertion.At)];
    }

    private static ExpressionSyntax? ExpressionOf(CompilationUnitSyntax root, string text) =>
        root is { Members: [ClassDeclarationSyntax { Members: [MethodDeclarationSyntax { ExpressionBody.Expression: ParenthesizedExpressionSyntax brackets }] }] }
        && brackets.OpenParenToken.SpanStart == Before.Length - 2 && brackets.CloseParenToken.SpanStart == Before.Length + text.Length + 1
            ? brackets.Expression
            : null;

    private static int? DirectiveAt(string text)
    {
        var isFirst = true;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '#' && isFirst)
                return at;
            // Every character that ends a line for C#.
            isFirst = text[at] is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' || (isFirst && char.IsWhiteSpace(text[at]));
        }

        return null;
    }

    /// <summary>Before anything recursive looks at it. Brackets in strings count too: nobody needs a hundred of them.</summary>
    private static int DepthOf(string text)
    {
        int depth = 0, deepest = 0, prefix = 0, choices = 0, angles = 0;
        foreach (var c in text)
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' && depth > 0 ? -1 : 0;
            // What ends these is not to be told from other signs, so all of them count.
            choices += c is '?' ? 1 : 0;
            angles += c is '<' ? 1 : 0;
            prefix = c is '!' or '-' or '+' or '~' or '&' or '*' or '^' ? prefix + 1 : char.IsWhiteSpace(c) ? prefix : 0;
            deepest = Math.Max(deepest, Math.Max(depth, prefix));
        }

        return Math.Max(deepest, Math.Max(choices, angles));
    }
}
