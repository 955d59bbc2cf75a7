using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.Policy.Conditions;

/// <summary>What the C# compiler finds wrong, in the words of rules and at the place in the rule.</summary>
internal sealed class CompilerErrors(SemanticModel model, SyntaxNode root)
{
    public Diagnostic Of(Microsoft.CodeAnalysis.Diagnostic error, ConditionProgram.Piece piece)
    {
        var span = error.Location.SourceSpan;
        var at = piece.Locate(span);
        var node = root.FindNode(span, getInnermostNodeForTie: true);
        return error.Id switch
        {
            "CS0103" or "CS0246" or "CS0234" or "CS0400" or "CS1069" => UnknownName(at, node, piece),
            "CS1061" or "CS0117" when NameOf(node) is { } name => UnknownMember(piece.Locate(name.Span), name),
            "CS0122" => ConditionFindings.ForbiddenMember(at, $"'{node}'"),
            "CS0029" or "CS0266" when !piece.Condition.IsHole && IsWhole(node, piece) && model.GetTypeInfo(node).Type is { } type =>
                ConditionFindings.NotBoolean(at, type.ToDisplayString()),
            _ => ConditionFindings.Types(at, error.Id, Sentence(error.GetMessage(CultureInfo.InvariantCulture))),
        };
    }

    private static SimpleNameSyntax? NameOf(SyntaxNode node) => node is MemberBindingExpressionSyntax binding ? binding.Name : node.FirstAncestorOrSelf<SimpleNameSyntax>();

    private static bool IsWhole(SyntaxNode node, ConditionProgram.Piece piece) => piece.Span.Contains(node.Span) && node.Parent is ParenthesizedExpressionSyntax { Parent: ArrowExpressionClauseSyntax };

    private static Diagnostic UnknownName(SourceLocation at, SyntaxNode node, ConditionProgram.Piece piece)
    {
        var name = node.FirstAncestorOrSelf<SimpleNameSyntax>()?.Identifier.Text ?? node.ToString();
        var subject = piece.Condition.Subject;
        if (Vocabulary.Variables.Any(variable => variable.Name == name) && !Vocabulary.Has(subject, name))
            return ConditionFindings.NotForSubject(at, name, Name(subject));
        var known = Vocabulary.Variables.Select(v => v.Name).Where(v => Vocabulary.Has(subject, v))
            .Concat(Vocabulary.Types.Select(t => t.Name))
            .Concat(typeof(Model.RuleWords).GetMethods().Where(m => m.DeclaringType == typeof(Model.RuleWords)).Select(m => m.Name));
        return ConditionFindings.UnknownName(at, name, Suggestion.Nearest(name, known));
    }

    private Diagnostic UnknownMember(SourceLocation at, SimpleNameSyntax name)
    {
        var (owner, text) = name.Parent switch
        {
            MemberAccessExpressionSyntax access => (access.Expression, access.Expression.ToString()),
            MemberBindingExpressionSyntax { Parent: var parent } when parent?.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access =>
                (access.Expression, access.Expression.ToString()),
            SubpatternSyntax or NameColonSyntax => (null, "It"),
            _ => ((ExpressionSyntax?)null, "It"),
        };
        var type = owner is null ? null : model.GetTypeInfo(owner).Type ?? model.GetSymbolInfo(owner).Symbol as ITypeSymbol;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && name.Parent is MemberBindingExpressionSyntax)
            type = nullable.TypeArguments[0];
        string[] members = type is null ? [] : [.. SymbolAllowList.NamesOf(type)];
        return ConditionFindings.UnknownMember(at, text, name.Identifier.Text, Suggestion.Nearest(name.Identifier.Text, members), members);
    }

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";

    private static string Name(RuleSubject subject) => subject.ToString().ToLowerInvariant();
}
