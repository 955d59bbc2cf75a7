using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;

namespace Lumina.Policy.Engine;

/// <summary>Asks all rules of a set about one request, on one thread.</summary>
internal sealed class Evaluation(CompiledRules rules, PolicyModel model, string inputDigest, Guard guard)
{
    private const int LongestMessage = 4000;

    private readonly ImmutableArray<Decision>.Builder _decisions = ImmutableArray.CreateBuilder<Decision>();
    private readonly Waivers _waivers = new(rules.Set, model.Environment.Name, model.Clock.Now);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>The subjects about which a rule couldn't tell, because its condition or its message failed.</summary>
    public IReadOnlySet<string> Failed => _failed;

    public ImmutableArray<Decision> Run()
    {
        var subjects = new Subjects(model);
        foreach (var rule in rules.Rules)
        {
            if (!rule.Rule.Environments.IsEmpty && !rule.Rule.Environments.Contains(model.Environment.Name, StringComparer.Ordinal))
                continue;
            foreach (var asked in subjects.Of(rule.Rule.Subject))
                Ask(rule, asked);
        }

        return _decisions.ToImmutable();
    }

    private void Ask(CompiledRule rule, Asked asked)
    {
        var began = Stopwatch.GetTimestamp();
        string message;
        var effect = rule.Rule.Effect;
        try
        {
            if ((rule.Where is { } where && !asked.Holds(where, guard)) || (rule.When is { } when && !asked.Holds(when, guard)))
                return;
            message = MessageOf(rule, asked);
        }
#pragma warning disable CA1031 // Whatever a condition throws, its rule has not said yes: nothing goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failed.Add(asked.Text);
            message = $"The rule '{rule.Rule.Name}' can't tell: {Cause(e)}.";
            effect = effect is RuleEffect.Warn ? RuleEffect.Warn : RuleEffect.Deny;
        }

        Add(rule.Rule, asked, effect, message, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private void Add(RuleSpec rule, Asked asked, RuleEffect effect, string message, double milliseconds)
    {
        var component = rule.Subject is RuleSubject.Deployment or RuleSubject.Environment ? null : asked.Component?.Name ?? asked.Change?.Component ?? model.Step?.Component;
        var decision = new Decision
        {
            Id = "",
            Engine = RulesEngine.EngineName,
            Rule = rule.Name,
            Version = rules.Set.Digest,
            Subject = asked.Text,
            Component = component,
            Effect = effect,
            Message = message,
            Approval = effect is RuleEffect.RequireApproval ? rule.Approval : null,
            Help = rule.Help,
            Place = string.Create(CultureInfo.InvariantCulture, $"{rule.Location.File}:{rule.Location.Line}:{rule.Location.Column}"),
            InputDigest = inputDigest,
            Milliseconds = milliseconds,
        };
        var waiver = _waivers.Of(rule.Name, component);
        if (waiver is not null && _waivers.Holds(waiver))
            decision = decision with { Message = message + _waivers.Notice(waiver), Waiver = new(waiver.Until, waiver.Reason, waiver.By) };
        _decisions.Add(decision);
        if (waiver is not null && !_waivers.Holds(waiver))
            _decisions.Add(decision with
            {
                Effect = RuleEffect.Warn,
                Approval = null,
                Message = $"The waiver of '{rule.Name}' for {waiver.Component ?? "everything"} by {waiver.By} has ended on {Waivers.Date(waiver)}: {waiver.Reason}",
                Milliseconds = 0,
            });
    }

    private string MessageOf(CompiledRule rule, Asked asked)
    {
        var text = new StringBuilder();
        var hole = 0;
        foreach (var part in rule.Rule.Message.Parts)
            text.Append(part.Hole is null ? part.Text : HoleText.Of(asked.ValueOf(rule.Holes[hole++], guard)));
        if (text.Length > LongestMessage)
            text.Length = LongestMessage;
        return text.Length is 0 ? $"The rule '{rule.Rule.Name}' says so." : text.ToString();
    }

    internal static string Cause(Exception e) => e switch
    {
        RunawayException => $"its condition was stopped, {e.Message}",
        NullReferenceException => "something that its condition asks for is not there; write ?. before it, or leave such subjects out by where",
        KeyNotFoundException => "its condition asks for a key that is not there; write ContainsKey first",
        InvalidOperationException => "its condition asks for something of a list that is not in it",
        DivideByZeroException => "its condition divides by zero",
        OverflowException => "its condition makes a number that is too large",
        TimeZoneNotFoundException or InvalidTimeZoneException => "its condition names a time zone that this machine doesn't know",
        _ => $"its condition failed with {e.GetType().Name}",
    };
}
