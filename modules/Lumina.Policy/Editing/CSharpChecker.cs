using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Editing;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;

namespace Lumina.Policy.Editing;

/// <summary>The C# in rules, for editors: looked at by the same that compiles it for the engine, and never loaded. Safe for many threads.</summary>
public sealed class CSharpChecker : ICSharpChecker
{
    private const int MostKnown = 20_000;

    // While somebody types, one piece changes and all others are as they were.
    private readonly HashSet<(RuleSubject, bool, string)> _good = [];
    private readonly Lock _lock = new();
    private (RuleSet? Rules, ImmutableArray<Diagnostic> Problems) _last = (null, []);

    /// <summary>How many pieces were compiled.</summary>
    internal int Compiled { get; private set; }

    /// <inheritdoc />
    public ImmutableArray<Diagnostic> Check(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        lock (_lock)
        {
            // Asked for each document of a set.
            if (!ReferenceEquals(_last.Rules, rules))
                _last = (rules, CheckAnew(rules));
            return _last.Problems;
        }
    }

    /// <inheritdoc />
    public ImmutableArray<CompletionItem> Complete(RuleSubject subject, string piece, int offset)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return new CSharpCaret(subject, piece, offset).Complete();
    }

    /// <inheritdoc />
    public string? Describe(RuleSubject subject, string piece, int offset)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return new CSharpCaret(subject, piece, offset).Describe();
    }

    private ImmutableArray<Diagnostic> CheckAnew(RuleSet rules)
    {
        var unknown = ConditionText.AllOf(rules).Where(condition => !_good.Contains(KeyOf(condition))).ToImmutableArray();
        if (unknown.IsEmpty)
            return [];
        Compiled += unknown.Length;
        var problems = ProblemsOf(unknown);
        var wrong = problems.Select(problem => (problem.Location.File, problem.Location.Start)).ToList();
        if (_good.Count + unknown.Length > MostKnown)
            _good.Clear();
        foreach (var condition in unknown)
            if (!wrong.Exists(place => IsIn(condition.CSharp, place.File, place.Start)))
                _good.Add(KeyOf(condition));
        return problems;
    }

    private static ImmutableArray<Diagnostic> ProblemsOf(ImmutableArray<ConditionText> conditions)
    {
        try
        {
            return ConditionEmit.Compile(conditions).Problems;
        }
        catch (InvalidOperationException) when (conditions.Length > 1)
        {
            // One of them is not what it seems; by itself it is found.
            return [.. conditions.SelectMany(condition => ProblemsOf([condition]))];
        }
        catch (InvalidOperationException)
        {
            return [ConditionFindings.Syntax(conditions[0].At(0, conditions[0].CSharp.Text.Length), "it is not one by itself.")];
        }
    }

    private static (RuleSubject, bool, string) KeyOf(ConditionText condition) => (condition.Subject, condition.IsHole, condition.CSharp.Text);

    private static bool IsIn(CSharpText piece, string file, int start) =>
        piece.Location.File == file && start >= piece.Location.Start && start <= piece.Location.Start + piece.Text.Length;
}
