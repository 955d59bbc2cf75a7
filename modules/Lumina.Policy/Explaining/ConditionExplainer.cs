using System.Text.RegularExpressions;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Engine;
using Lumina.Policy.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace Lumina.Policy.Explaining;

/// <summary>Tells which values made a rule fire: evaluates it once more, on what it was asked about, in a form that notes the values of its parts.</summary>
public sealed partial class ConditionExplainer(TimeProvider time, TimeSpan limit)
{
    /// <summary>Explains a rule for one subject; null when the rule is not asked about it.</summary>
    /// <param name="rule">The rule as it was; the text of a later one would explain something else.</param>
    /// <param name="model">What it was asked about: see <see cref="InputDocument.Read"/>.</param>
    /// <param name="subject">As the decision names it.</param>
    public ExplainedRule? Explain(RuleSpec rule, PolicyModel model, string subject)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(model);
        if (new Subjects(model).Of(rule.Subject).FirstOrDefault(asked => asked.Text == subject) is not { } asked)
            return null;
        var where = rule.Where is null ? null : Explain(rule.Where, rule.Subject, asked);
        var isMeant = where is null or { Value: true };
        var when = rule.When is null || !isMeant ? null : Explain(rule.When, rule.Subject, asked);
        var fires = where is { Value: null } ? null : isMeant ? (rule.When is null ? true : when!.Value) : false;
        return new(rule, subject, fires, where, when);
    }

    private ExplainedCondition Explain(CSharpText csharp, RuleSubject subject, Asked asked)
    {
        var condition = new ConditionText(csharp, subject, IsHole: false);
        var (body, parts, problem) = Compile(condition);
        if (body is null)
            return new(null, problem, []);
        var guard = new Guard(time) { Notes = [] };
        guard.EndAt(time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency));
        bool? value = null;
        string? failure = null;
        try
        {
            value = asked.Holds(body, guard);
        }
#pragma warning disable CA1031 // Whatever it throws is the explanation.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = Evaluation.Cause(e);
        }

        var values = new PartValues(parts.Parts, guard.Notes, value);
        return new(value, failure, [.. parts.Parts.Select((part, index) => new ExplainedPart(
            OneLine(csharp.Text.Substring(part.Start, part.Length)), condition.At(part.Start, part.Length), part.Depth, values.Of(index)))]);
    }

    private static (ConditionBody? Body, NotedParts Parts, string? Problem) Compile(ConditionText condition)
    {
        var text = PercentSigns.Replace(condition.CSharp.Text);
        if (ConditionSyntax.Check(condition, text, out var expression, out var offset) is { } problem)
            return (null, NotedParts.Of(SyntaxFactory.IdentifierName("none"), 0), problem.Message);
        var parts = NotedParts.Of(expression!, offset);
        var program = new ConditionProgram();
        program.Add(condition, text, parts.Insertions(ConditionSyntax.Ticks(expression!, offset)));
        var problems = new List<Diagnostic>();
        var image = ConditionEmit.Emit(program, problems);
        return problems is [var first, ..]
            ? (null, parts, first.Message)
            : (ConditionImage.Load(image).Body<ConditionBody>(0), parts, null);
    }

    private static string OneLine(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
