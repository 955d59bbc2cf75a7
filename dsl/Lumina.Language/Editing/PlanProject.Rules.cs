using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Language.Editing;

/// <summary>A set of rules, whose documents belong together as those of a plan do.</summary>
public sealed partial class PlanProject
{
    /// <summary>Whether its documents are a set of rules.</summary>
    public bool IsOfRules => Root.IsOfRules;

    /// <summary>Who knows the C# in the rules; null for nobody.</summary>
    public ICSharpChecker? CSharp { get; private init; }

    /// <summary>What the compiler says about a set of rules; worked out when it is first asked for.</summary>
    public RuleCompilation Rules => _rules.Value;

    /// <summary>Puts the documents of a set of rules together.</summary>
    /// <param name="documents">All of them; at least one.</param>
    /// <param name="levels">How seriously findings are taken.</param>
    /// <param name="csharp">Who knows the C# in them; null for nobody.</param>
    public static PlanProject OfRules(ImmutableArray<PlanDocument> documents, Func<FindingLevels>? levels = null, ICSharpChecker? csharp = null) =>
        new(documents, _ => FileAnswer.Failed("it can't be read here"), levels ?? (() => FindingLevels.Default), PlanReaders.None) { CSharp = csharp };

    private RuleCompilation CompileRules() => RuleCompiler.Compile([.. Documents.Select(d => new RuleFile(d.File, d.Text))], _levels());

    private IEnumerable<Diagnostic> FindingsInRules => CSharp is null ? Rules.Diagnostics : Rules.Diagnostics.Concat(CSharp.Check(Rules.Rules));

    /// <summary>The piece of C# that a place is in, and where in it; null when it is in none that could be understood.</summary>
    /// <param name="document">The document.</param>
    /// <param name="offset">The place.</param>
    public (RuleSubject Subject, CSharpText Piece, int Offset)? CSharpAt(PlanDocument document, int offset)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!IsOfRules)
            return null;
        foreach (var rule in Rules.Rules.Rules.Where(r => r.Location.File == document.File))
        {
            foreach (var piece in rule.Message.Parts.Select(p => p.Hole).Prepend(rule.When).Prepend(rule.Where).OfType<CSharpText>())
            {
                if (piece.Location.Start <= offset && offset <= piece.Location.Start + piece.Text.Length)
                    return (rule.Subject, piece, offset - piece.Location.Start);
            }
        }
        return null;
    }
}
