using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy.Conditions;

/// <summary>One expression of a rule that is to be compiled.</summary>
/// <param name="CSharp">The expression.</param>
/// <param name="Subject">What the rule is asked about, which decides over the variables.</param>
/// <param name="IsHole">Whether it stands in a message, and may be of any type.</param>
internal sealed record ConditionText(CSharpText CSharp, RuleSubject Subject, bool IsHole)
{
    /// <summary>All expressions of a set, in an order that follows from the set alone.</summary>
    public static ImmutableArray<ConditionText> AllOf(RuleSet rules) => [.. rules.Rules.SelectMany(Of)];

    /// <summary>The expressions of a rule: where, when, the holes of its message.</summary>
    public static IEnumerable<ConditionText> Of(RuleSpec rule)
    {
        if (rule.Where is not null)
            yield return new(rule.Where, rule.Subject, IsHole: false);
        if (rule.When is not null)
            yield return new(rule.When, rule.Subject, IsHole: false);
        foreach (var part in rule.Message.Parts)
            if (part.Hole is not null)
                yield return new(part.Hole, rule.Subject, IsHole: true);
    }

    /// <summary>The place of a piece of the expression in its file.</summary>
    public SourceLocation At(int start, int length)
    {
        var text = CSharp.Text;
        start = Math.Clamp(start, 0, text.Length);
        length = Math.Clamp(length, 0, text.Length - start);
        var (line, column) = LineAndColumn(text, start);
        var (endLine, endColumn) = LineAndColumn(text, start + length);
        return new(CSharp.Location.File, CSharp.Location.Start + start, length, line, column, endLine, endColumn);
    }

    private (int Line, int Column) LineAndColumn(string text, int at)
    {
        var before = text.AsSpan(0, at);
        var breaks = before.Count('\n');
        return breaks is 0
            ? (CSharp.Location.Line, CSharp.Location.Column + at)
            : (CSharp.Location.Line + breaks, at - before.LastIndexOf('\n'));
    }
}
