using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Editing;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumina.Policy.Editing;

/// <summary>A place in a piece of C#, and what can stand there.</summary>
internal sealed class CSharpCaret
{
    private const string Marker = "LuminaCaret";
    private const int LongestPiece = ConditionSyntax.LongestText;

    private readonly RuleSubject _subject;
    private readonly string _piece;
    private readonly int _start, _end;

    public CSharpCaret(RuleSubject subject, string piece, int offset)
    {
        _subject = subject;
        _piece = piece;
        _start = _end = Math.Clamp(offset, 0, piece.Length);
        while (_start > 0 && IsOfWord(piece[_start - 1]))
            _start--;
        while (_end < piece.Length && IsOfWord(piece[_end]))
            _end++;
    }

    /// <summary>Behind a dot what the value before it has, otherwise variables and words.</summary>
    public ImmutableArray<CompletionItem> Complete()
    {
        if (_piece.Length > LongestPiece)
            return [];
        var (model, token) = Read(Marker);
        if (token.Text != Marker || token.Parent is not SimpleNameSyntax name)
            return [];
        return OwnerOf(name, model) switch
        {
            (true, { } owner) => [.. Members(owner, model, name)],
            (true, null) => [],
            _ => [.. Words(name)],
        };
    }

    /// <summary>The type of the word, and what has it.</summary>
    public string? Describe()
    {
        if (_piece.Length > LongestPiece || _start == _end)
            return null;
        var (model, token) = Read(_piece[_start.._end]);
        if (token.Parent is not SimpleNameSyntax name)
            return null;
        var info = model.GetSymbolInfo(name);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol)
            return null;
        var (type, isAllowed) = symbol switch
        {
            IPropertySymbol property => (property.Type, SymbolAllowList.Allows(property)),
            IMethodSymbol method => (method.ReturnType, SymbolAllowList.Allows(method)),
            IParameterSymbol parameter => (parameter.Type, true),
            IFieldSymbol field => (field.Type, SymbolAllowList.Allows(field)),
            INamedTypeSymbol named => (named, SymbolAllowList.Allows(named)),
            _ => (null, false),
        };
        return type is null || !isAllowed ? null : $"```csharp\n{Written(type)} {symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}\n```";
    }

    private (SemanticModel Model, SyntaxToken Token) Read(string word)
    {
        var text = PercentSigns.Replace(string.Concat(_piece.AsSpan(0, _start), word, _piece.AsSpan(_end)));
        var program = new ConditionProgram();
        var whole = new SourceLocation("", 0, text.Length, 1, 1, 1, 1);
        program.Add(new ConditionText(new CSharpText(text, whole), _subject, IsHole: true), text, []);
        var (model, root) = ConditionEmit.Read(program);
        return (model, root.FindToken(program.Pieces[0].Span.Start + _start));
    }

    /// <summary>Whether the word stands behind a dot, and what stands before it.</summary>
    private static (bool IsMember, ITypeSymbol? Owner) OwnerOf(SimpleNameSyntax name, SemanticModel model)
    {
        switch (name.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Name == name:
                return (true, model.GetTypeInfo(access.Expression).Type is { TypeKind: not TypeKind.Error } type ? type : model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol);
            case MemberBindingExpressionSyntax binding when binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access:
                var owner = model.GetTypeInfo(access.Expression).Type;
                return (true, owner is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : owner);
            case QualifiedNameSyntax:
                return (true, null);
            default:
                return (false, null);
        }
    }

    private static IEnumerable<CompletionItem> Members(ITypeSymbol owner, SemanticModel model, SimpleNameSyntax name)
    {
        var isType = name.Parent is MemberAccessExpressionSyntax access && model.GetSymbolInfo(access.Expression).Symbol is ITypeSymbol;
        foreach (var member in SymbolAllowList.NamesOf(owner))
        {
            var found = model.LookupSymbols(name.SpanStart, owner, member, includeReducedExtensionMethods: true).FirstOrDefault(symbol => symbol is not ITypeSymbol);
            if (found is null || (found.IsStatic != isType && found is not IMethodSymbol { MethodKind: MethodKind.ReducedExtension }))
                continue;
            var detail = found switch { IPropertySymbol property => Written(property.Type), IMethodSymbol method => Written(method.ReturnType), _ => null };
            yield return found is IMethodSymbol { Parameters.IsEmpty: var isEmpty }
                ? new(member, CompletionKind.Function, isEmpty ? member + "()" : member + "($0)") { Detail = detail }
                : new(member, found is IFieldSymbol ? CompletionKind.Word : CompletionKind.Property, member) { Detail = detail };
        }
    }

    private IEnumerable<CompletionItem> Words(SimpleNameSyntax name)
    {
        foreach (var parameter in name.Ancestors().SelectMany(ParametersOf))
            yield return new(parameter, CompletionKind.Symbol, parameter) { ComesFirst = true };
        foreach (var (variable, _) in Vocabulary.Variables.Where(variable => Vocabulary.Has(_subject, variable.Name)))
            yield return new(variable, CompletionKind.Symbol, variable) { ComesFirst = true };
        foreach (var (type, _) in Vocabulary.Types)
            yield return new(type, CompletionKind.Type, type);
        foreach (var word in typeof(RuleWords).GetMethods().Where(m => m.DeclaringType == typeof(RuleWords) && !m.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), false)).Select(m => m.Name))
            yield return new(word, CompletionKind.Function, word + "($0)");
    }

    private static IEnumerable<string> ParametersOf(SyntaxNode node) => node switch
    {
        SimpleLambdaExpressionSyntax lambda => [lambda.Parameter.Identifier.Text],
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.Select(parameter => parameter.Identifier.Text),
        _ => [],
    };

    private static string Written(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_';
}
