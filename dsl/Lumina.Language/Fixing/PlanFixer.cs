using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Fixing;

/// <summary>What came of mending a text.</summary>
/// <param name="Text">The mended text, not laid out.</param>
/// <param name="Applied">The findings that were mended, in the order in which that was done; places are those of the text as it was then.</param>
public sealed record FixResult(string Text, ImmutableArray<Diagnostic> Applied);

/// <summary>Mends what can be mended safely: applies the safe fixes, looks again, and goes on until there are none.</summary>
public static class PlanFixer
{
    /// <summary>One fix can make room for another (an override that becomes empty can go), but not often.</summary>
    private const int MostRounds = 10;

    /// <summary>How many fixes are tried by themselves when all of a round together do harm.</summary>
    private const int MostTried = 50;

    /// <summary>Mends a plan. What it means, and its comments, stay. Never throws for any text.</summary>
    /// <param name="text">The plan.</param>
    /// <param name="compile">Compiles a text of the plan.</param>
    public static FixResult Fix(string text, Func<string, PlanCompilation> compile)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(compile);
        var applied = ImmutableArray.CreateBuilder<Diagnostic>();
        var compilation = compile(text);
        for (var round = 0; round < MostRounds; round++)
        {
            var chosen = Choose(compilation, text);
            if (chosen.Count == 0)
                break;
            var next = Apply(chosen, text);
            var after = compile(next);
            if (IsWorse(after, compilation))
            {
                chosen = TryOneByOne(chosen, text, compile, compilation);
                if (chosen.Count == 0)
                    break;
                next = Apply(chosen, text);
                after = compile(next);
                if (IsWorse(after, compilation))
                    break;
            }
            applied.AddRange(chosen);
            (text, compilation) = (next, after);
        }
        return new FixResult(text, applied.ToImmutable());
    }

    /// <summary>Findings of the text itself with a safe fix, in the order of the text. Of two fixes that overlap the first is taken; the other one's
    /// turn comes in the next round.</summary>
    private static List<Diagnostic> Choose(PlanCompilation compilation, string text)
    {
        var chosen = new List<Diagnostic>();
        var end = -1;
        var fixable = compilation.Diagnostics.Where(d => d.Location.File == compilation.File && d.Fix is { IsSafe: true } fix && fix.Start + fix.Length <= text.Length);
        foreach (var finding in fixable.OrderBy(d => d.Fix!.Start).ThenBy(d => d.Fix!.Length))
        {
            if (finding.Fix!.Start <= end)
                continue;
            chosen.Add(finding);
            end = finding.Fix.Start + finding.Fix.Length;
        }
        return chosen;
    }

    private static string Apply(List<Diagnostic> findings, string text)
    {
        var written = new StringBuilder(text.Length);
        var done = 0;
        foreach (var fix in findings.Select(f => f.Fix!))
        {
            written.Append(text, done, fix.Start - done).Append(fix.Replacement);
            done = fix.Start + fix.Length;
        }
        return written.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Whether there are more errors than before, or a plan that had a meaning has another. No safe fix does that by itself; but what is
    /// mended can stand in the way of something else, as a misspelt property does that is there in its right spelling too.</summary>
    private static bool IsWorse(PlanCompilation after, PlanCompilation before) =>
        Errors(after) > Errors(before) || Duplicates(after) > Duplicates(before) || (!before.HasErrors && !MeansTheSame(after, before));

    private static int Errors(PlanCompilation compilation) => compilation.Diagnostics.Count(d => d.Severity == Severity.Error);

    private static int Duplicates(PlanCompilation compilation) => compilation.Diagnostics.Count(d => d.Code == NameFindings.DuplicatePropertyEntry.Code);

    private static bool MeansTheSame(PlanCompilation after, PlanCompilation before) =>
        before.Environments.Select(e => Digest(before, e.Name)).SequenceEqual(after.Environments.Select(e => Digest(after, e.Name)));

    private static string? Digest(PlanCompilation compilation, string environment) =>
        compilation.PlanFor(environment) is { } plan ? Plans.PlanJson.Digest(plan) : null;

    private static List<Diagnostic> TryOneByOne(List<Diagnostic> findings, string text, Func<string, PlanCompilation> compile, PlanCompilation before) =>
        [.. findings.Take(MostTried).Where(finding => !IsWorse(compile(Apply([finding], text)), before))];
}
