using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Lumina.Language.Diagnostics.ConditionFindings;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.Policy.Conditions;

/// <summary>Looks at everything that an expression is bound to: each operation, also those that nothing in the text shows, with its types and members; and
/// each name. What is not on a list is refused.</summary>
internal sealed class BindingCheck(SemanticModel model, ConditionProgram.Piece piece)
{
    /// <summary>The first violation; null for none.</summary>
    public Diagnostic? FirstViolation(ExpressionSyntax expression)
    {
        if (model.GetOperation(expression) is not { } root)
            return Operation(piece.Locate(expression.Span), "this");
        // What becomes of its value is seen in the operation around it.
        if (root.Parent is IConversionOperation { IsImplicit: true, OperatorMethod: not null })
            return Operation(piece.Locate(expression.Span), "a conversion of its own");
        foreach (var operation in root.DescendantsAndSelf())
            if (Of(operation) is { } found)
                return found;
        foreach (var name in expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
            if (Of(name) is { } found)
                return found;
        return null;
    }

    private Diagnostic? Of(IOperation operation)
    {
        if (IsOurs(operation))
            return null;
        if (operation is IInvocationOperation { TargetMethod: { ContainingType.Name: nameof(Guard), TypeArguments: [{ Name: "IOrderedEnumerable" }] } })
            return Operation(At(operation), "a lambda that gives back a sorted list: sort outside of it");
        if (OfMembers(operation) is { } member)
            return member;
        if (!IsAllowed(operation))
            return Operation(At(operation), Words(operation));
        return operation.Type is { } type && !IsAllowed(operation, type) ? ForbiddenType(At(operation), Show(type)) : null;
    }

    /// <summary>What the compiler of conditions has written itself.</summary>
    private bool IsOurs(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: nameof(Guard.Tick) or nameof(Guard.Note), ContainingType.Name: nameof(Guard) } method } =>
            piece.IsInserted(new(operation.Syntax.SpanStart, 1)) && method.TypeArguments.All(type => SymbolAllowList.Allows(type) && type.Name is not "IOrderedEnumerable"),
        IParameterReferenceOperation { Parameter.Name: ConditionProgram.GuardName } => piece.IsInserted(operation.Syntax.Span),
        _ => false,
    };

    private Diagnostic? OfMembers(IOperation operation)
    {
        ISymbol? refused = operation switch
        {
            IInvocationOperation { TargetMethod: var method } when !SymbolAllowList.Allows(method) => method,
            IPropertyReferenceOperation { Property: var property } when !SymbolAllowList.Allows(property) => property,
            IFieldReferenceOperation { Field: var field } when !SymbolAllowList.Allows(field) => field,
            IMethodReferenceOperation { Method: var method } when !SymbolAllowList.Allows(method) => method,
            IBinaryOperation { OperatorMethod: { } method } when !SymbolAllowList.Allows(method) => method,
            IUnaryOperation { OperatorMethod: { } method } when !SymbolAllowList.Allows(method) => method,
            IConversionOperation { OperatorMethod: { } method } when !SymbolAllowList.Allows(method) => method,
            _ => null,
        };
        if (refused is IMethodSymbol { TypeArguments: var arguments } && arguments.FirstOrDefault(type => !SymbolAllowList.Allows(type)) is { } argument)
            return ForbiddenType(At(operation), Show(argument));
        if (refused is not null)
            return ForbiddenMember(At(operation), Show(refused));
        return operation switch
        {
            IMethodReferenceOperation { Method.ContainingType.SpecialType: not (SpecialType.System_Char or SpecialType.System_String) } =>
                Operation(At(operation), "a method without its brackets: write a lambda"),
            IIsTypeOperation { TypeOperand: var type } when !SymbolAllowList.Allows(type) => ForbiddenType(At(operation), Show(type)),
            ITypePatternOperation { MatchedType: var type } when !SymbolAllowList.Allows(type) => ForbiddenType(At(operation), Show(type)),
            IDeclarationPatternOperation pattern => OfPattern(operation, pattern.MatchedType, pattern.DeclaredSymbol),
            IRecursivePatternOperation pattern => OfPattern(operation, pattern.MatchedType, pattern.DeclaredSymbol),
            _ => null,
        };
    }

    /// <summary>Variables are of types of the model alone: with one of a text, a text could be doubled again and again.</summary>
    private Diagnostic? OfPattern(IOperation operation, ITypeSymbol? type, ISymbol? variable) => type switch
    {
        not null when !SymbolAllowList.Allows(type) => ForbiddenType(At(operation), Show(type)),
        _ when variable is not null && (type is null || !SymbolAllowList.IsModel(type)) => Operation(At(operation), $"a variable of {(type is null ? "any type" : "the type " + Show(type))}"),
        _ => null,
    };

    private static bool IsAllowed(IOperation operation) => operation switch
    {
        ILiteralOperation or IInvocationOperation or IArgumentOperation or IPropertyReferenceOperation or IMethodReferenceOperation
            or IBinaryOperation or IUnaryOperation or IConditionalOperation or ICoalesceOperation or IConditionalAccessOperation or IConditionalAccessInstanceOperation
            or IIsTypeOperation or IIsPatternOperation or IConstantPatternOperation or IDeclarationPatternOperation or ITypePatternOperation
            or IRelationalPatternOperation or IBinaryPatternOperation or INegatedPatternOperation or IRecursivePatternOperation or IPropertySubpatternOperation
            or IDiscardPatternOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation or ILocalReferenceOperation
            or IInterpolatedStringOperation or IInterpolatedStringTextOperation or IInterpolationOperation or INameOfOperation or IArrayElementReferenceOperation => true,
        IFieldReferenceOperation field => field.Field.IsStatic,
        IConversionOperation conversion => IsAllowed(conversion),
        IParameterReferenceOperation parameter => !parameter.Parameter.Name.StartsWith("__", StringComparison.Ordinal),
        IInstanceReferenceOperation instance => instance.ReferenceKind is InstanceReferenceKind.PatternInput,
        // A lambda is what a method of the list calls, and nothing else.
        IDelegateCreationOperation { IsImplicit: true, Parent: IArgumentOperation } => true,
        IAnonymousFunctionOperation { Parent: IDelegateCreationOperation } => true,
        IBlockOperation { Parent: IAnonymousFunctionOperation } or IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation } } => true,
        // Those that the compiler makes of many arguments, and of arguments that were left out.
        IArrayCreationOperation { IsImplicit: true, Parent: IArgumentOperation } or IArrayInitializerOperation { Parent: IArrayCreationOperation { IsImplicit: true } } => true,
        IDefaultValueOperation { IsImplicit: true } => true,
        _ => false,
    };

    private static bool IsAllowed(IConversionOperation conversion) =>
        conversion.Type is not { SpecialType: SpecialType.System_Object } || (conversion.IsImplicit && IsCompared(conversion));

    /// <summary>An object is what two sides of == become, and what is put behind a text by +.</summary>
    private static bool IsCompared(IOperation operation) => operation.Parent is IBinaryOperation binary
        && (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals || binary is { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String });

    private static bool IsAllowed(IOperation operation, ITypeSymbol type) => SymbolAllowList.Allows(type) || operation switch
    {
        IConversionOperation or ILiteralOperation => type.SpecialType is SpecialType.System_Object && IsCompared(operation),
        _ => false,
    };

    private Diagnostic? Of(SimpleNameSyntax name)
    {
        if (piece.IsInserted(name.Span))
            return null;
        return model.GetSymbolInfo(name).Symbol switch
        {
            ITypeSymbol type when !SymbolAllowList.Allows(type) && !IsOwner(name, type) => ForbiddenType(piece.Locate(name.Span), Show(type)),
            IMethodSymbol method when !SymbolAllowList.Allows(method) => ForbiddenMember(piece.Locate(name.Span), Show(method)),
            IPropertySymbol property when !SymbolAllowList.Allows(property) => ForbiddenMember(piece.Locate(name.Span), Show(property)),
            IFieldSymbol field when !SymbolAllowList.Allows(field) => ForbiddenMember(piece.Locate(name.Span), Show(field)),
            IEventSymbol happening => ForbiddenMember(piece.Locate(name.Span), Show(happening)),
            ITypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or INamespaceSymbol or IParameterSymbol or ILocalSymbol or IDiscardSymbol => null,
            null when name.Identifier.Text is "nameof" => null,
            var other => ForbiddenMember(piece.Locate(name.Span), other is null ? $"'{name.Identifier.Text}'" : Show(other)),
        };
    }

    /// <summary>A static class is named for its members alone, and those are looked at by themselves.</summary>
    private static bool IsOwner(SimpleNameSyntax name, ITypeSymbol type) =>
        type.IsStatic && name.Parent is MemberAccessExpressionSyntax && SymbolAllowList.NamesOf(type).Any();

    private Language.Diagnostics.SourceLocation At(IOperation operation) => piece.Locate(operation switch
    {
        _ when operation.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Span,
        _ when operation.Syntax is MemberAccessExpressionSyntax member => member.Name.Span,
        _ => operation.Syntax.Span,
    });

    private static string Words(IOperation operation) => operation switch
    {
        IConversionOperation { Type: { } type } => $"a conversion to {Show(type)}",
        IAnonymousFunctionOperation or IDelegateCreationOperation => "a lambda other than in the brackets of a method",
        IParameterReferenceOperation parameter => $"'{parameter.Parameter.Name}'",
        _ => $"this ({operation.Kind})",
    };

    private static string Show(ISymbol symbol) => symbol is ITypeSymbol
        ? symbol.ToDisplayString()
        : $"{symbol.ContainingType?.ToDisplayString()}.{(symbol is IPropertySymbol { IsIndexer: true } ? "[]" : symbol.Name)}";
}
