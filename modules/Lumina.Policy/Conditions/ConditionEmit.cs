using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.Policy.Conditions;

/// <summary>From expressions to the bytes of an assembly, through everything that looks at them.</summary>
internal static class ConditionEmit
{
    // The script's options decide how it is read and what it may do; its own way to run it would keep the assembly for ever.
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithLanguageVersion(ConditionSyntax.Options.LanguageVersion)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithAllowUnsafe(false)
        .WithCheckOverflow(true)
        .WithEmitDebugInformation(false);

    // Made once: each script reads the runtime's assemblies anew, and they stay in memory for long.
    private static readonly Lazy<Compilation> Empty = new(() =>
        CSharpScript.Create("0", Options).GetCompilation().WithReferences(References.All).WithAssemblyName("Lumina.Conditions"));

    /// <summary>The image; null when there are problems, one for each expression that has any.</summary>
    public static (byte[]? Image, ImmutableArray<Diagnostic> Problems) Compile(ImmutableArray<ConditionText> conditions)
    {
        var program = new ConditionProgram();
        var problems = new List<Diagnostic>();
        foreach (var condition in conditions)
        {
            var text = PercentSigns.Replace(condition.CSharp.Text);
            if (ConditionSyntax.Check(condition, text, out var expression, out var offset) is { } problem)
                problems.Add(problem);
            else
                program.Add(condition, text, ConditionSyntax.Ticks(expression!, offset));
        }

        var image = Emit(program, problems);
        return problems.Count is 0 ? (image, []) : (null, [.. problems.OrderBy(p => p.Location.File, StringComparer.Ordinal).ThenBy(p => p.Location.Start)]);
    }

    /// <summary>Compiles and looks at what it was bound to. What is found is added to <paramref name="problems"/>; then nothing of it may be loaded.</summary>
    public static byte[] Emit(ConditionProgram program, List<Diagnostic> problems)
    {
        var tree = CSharpSyntaxTree.ParseText(program.Text, ConditionSyntax.Options);
        var compilation = Empty.Value.ReplaceSyntaxTree(Empty.Value.SyntaxTrees.Single(), tree);
        var root = (CompilationUnitSyntax)tree.GetRoot();
        var expressions = ExpressionsOf(root, program);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        var model = compilation.GetSemanticModel(tree);
        var wrong = WrongOf(emitted.Diagnostics, program, new CompilerErrors(model, root));
        problems.AddRange(wrong.Values);
        for (var i = 0; i < expressions.Length; i++)
            if (!wrong.ContainsKey(program.Pieces[i]) && new BindingCheck(model, program.Pieces[i]).FirstViolation(expressions[i]) is { } problem)
                problems.Add(problem);
        return image.ToArray();
    }

    /// <summary>What it is bound to, for who wants to know and not to run it.</summary>
    public static (SemanticModel Model, SyntaxNode Root) Read(ConditionProgram program)
    {
        var tree = CSharpSyntaxTree.ParseText(program.Text, ConditionSyntax.Options);
        return (Empty.Value.ReplaceSyntaxTree(Empty.Value.SyntaxTrees.Single(), tree).GetSemanticModel(tree), tree.GetRoot());
    }

    private static Dictionary<ConditionProgram.Piece, Diagnostic> WrongOf(
        ImmutableArray<Microsoft.CodeAnalysis.Diagnostic> found, ConditionProgram program, CompilerErrors errors)
    {
        var wrong = new Dictionary<ConditionProgram.Piece, Diagnostic>(ReferenceEqualityComparer.Instance);
        foreach (var error in found.Where(d => d.Severity is DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start))
        {
            var piece = program.PieceAt(error.Location.SourceSpan.Start)
                ?? throw new InvalidOperationException($"What is around the conditions doesn't compile: {error}");
            wrong.TryAdd(piece, errors.Of(error, piece));
        }

        return wrong;
    }

    /// <summary>Each expression has to be where it was put, and nothing else may have come of it.</summary>
    private static ExpressionSyntax[] ExpressionsOf(CompilationUnitSyntax root, ConditionProgram program)
    {
        var methods = root.Members is [ClassDeclarationSyntax only] && only.Members.Count == program.Pieces.Count ? only.Members : default;
        var expressions = methods.OfType<MethodDeclarationSyntax>()
            .Select(method => method.ExpressionBody?.Expression).OfType<ParenthesizedExpressionSyntax>().Select(brackets => brackets.Expression).ToArray();
        return expressions.Length == program.Pieces.Count && expressions.Index().All(e => program.Pieces[e.Index].Span.Contains(e.Item.Span))
            ? expressions
            : throw new InvalidOperationException("An expression is not the one that was looked at.");
    }
}
