using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Rules;

/// <summary>From the <c>given</c> sentences of a test to what they give.</summary>
internal sealed class GivenBinder(RuleText text)
{
    private static readonly string[] Times =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd"];

    private readonly Dictionary<string, SentenceSyntax> _once = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, SentenceSyntax> _components = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, SentenceSyntax> _running = new(StringComparer.Ordinal);

    private DiagnosticBag Diagnostics => text.Diagnostics;

    public Givens Bind(TestSyntax test)
    {
        var hasUnknown = false;
        foreach (var statement in test.Body.Statements)
        {
            hasUnknown |= statement is SkippedStatementSyntax;
            if (statement is SentenceSyntax { Word: RuleWords.Given } given)
                Gather(given);
            else if (statement is PropertySyntax property)
                Diagnostics.Add(NameFindings.UnknownProperty(text.Locate(property.Name), text.NameOf(property.Name), RuleWords.Test, null, RuleWords.TestBlock.Words()));
        }
        var bound = new GivenPlanBinder(text, test).Bind(Given("plan"), Given("environment"), [.. _components.Values], [.. _running.Values]);
        var step = Given("step") is { } began ? Step(began) : null;
        var since = Given("secrets") is { } kept ? Time(kept.Part("since")!) : null;
        return new Givens(
            since is null ? bound.Plan : bound.Plan with { Components = [.. bound.Plan.Components.Select(c => Since(c, since))] },
            since is null ? bound.Running : bound.Running.SetItems(bound.Running.Select(c => KeyValuePair.Create(c.Key, Since(c.Value, since)))))
        {
            Deployment = Given("deployment") is { } deployment ? Deployment(deployment) : new GivenDeployment(),
            Now = (Given("clock") is { } clock ? Time(clock.Part(null)!) : null) ?? RuleTestSpec.UsualTime,
            Step = step,
            HasUnknown = hasUnknown || (step is null && Given("step") is not null),
        };
    }

    private SentenceSyntax? Given(string kind) => _once.GetValueOrDefault(kind);

    private void Gather(SentenceSyntax given)
    {
        var list = given.Kind switch { "component" => _components, "running" => _running, _ => null };
        if (list is null)
        {
            if (!_once.TryAdd(given.Kind, given))
                Report(given, given.Kind, _once[given.Kind]);
            return;
        }
        var name = text.NameOf(given.Part(null))!;
        if (!list.TryAdd(name, given))
            Report(given, $"{given.Kind} {name}", list[name]);
    }

    private void Report(SentenceSyntax given, string what, SentenceSyntax first) =>
        Diagnostics.Add(RuleTestFindings.GivenTwice(text.Locate(given.Opening[^1]), what, Diagnostics.LineOf(first.Keyword)));

    private GivenDeployment Deployment(SentenceSyntax given)
    {
        var settings = Settings.Read(given.Body, RuleWords.DeploymentBlock, Diagnostics);
        var read = new SettingsReader(settings, text.Constants);
        var usual = new GivenDeployment();
        return new GivenDeployment
        {
            Id = read.Text("id"),
            Kind = read.Word("kind", RuleWords.DeploymentKinds) ?? usual.Kind,
            Actor = read.Text("actor") ?? usual.Actor,
            Reason = read.Text("reason"),
            ApprovedBy = read.Names("approved_by") ?? usual.ApprovedBy,
        };
    }

    private static ComponentSpec Since(ComponentSpec component, DateTimeOffset? time) => component.WithSecrets(secret => secret with { CreatedAt = time });

    private DateTimeOffset? Time(PartSyntax part)
    {
        var value = part.Values!.Values[0];
        if (text.PlainText(value, "A time") is not { } written)
            return null;
        if (DateTimeOffset.TryParseExact(written, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        Diagnostics.Add(RuleTestFindings.BadTime(text.Source.Locate(value.Span), written.Length > 40 ? written[..40] + "…" : written));
        return null;
    }

    /// <summary><c>step 2 of 4 of web weight 50% revision 7</c>.</summary>
    private GivenStep? Step(SentenceSyntax given)
    {
        var numberOf = given.Parts.FirstOrDefault(p => p is { Word: "of", Values: not null });
        var of = given.Parts.FirstOrDefault(p => p is { Word: "of", Names: not null });
        if (numberOf is null || of is null)
        {
            Diagnostics.Add(RuleTestFindings.BadStep(text.Source.Locate(given.Span), $"it does not say {(numberOf is null ? "of how many" : "of which component")}"));
            return null;
        }
        var component = text.NameOf(of)!;
        if (!_components.ContainsKey(component))
        {
            var near = Diagnostics.Nearest(component, _components.Keys);
            Diagnostics.Add(RuleTestFindings.BadStep(text.Source.Locate(of.Names!.Span), $"no component '{component}' is given", near));
            return null;
        }
        var (number, count) = (Whole(given.Part(null)!, "The number of a step", 1000), Whole(numberOf, "The number of steps", 1000));
        var revision = given.Part("revision") is { } said ? Whole(said, "'revision'", int.MaxValue) : 2;
        var weight = given.Part("weight") is { } share ? Weight(share) : null;
        if (number > count)
            Diagnostics.Add(RuleTestFindings.BadStep(text.Source.Locate(given.Part(null)!.Span), $"there are {count} steps"));
        return number is null || count is null || revision is null || number > count ? null : new GivenStep(component, number.Value, count.Value, weight, revision.Value);
    }

    private int? Whole(PartSyntax part, string what, int most)
    {
        var syntax = part.Values!.Values[0];
        var value = text.Constants.Evaluate(syntax);
        if (value is IntValue { Number: var number } && number >= 1 && number <= most)
            return (int)number;
        if (value is IntValue)
            Diagnostics.Add(ValueFindings.OutOfRange(text.Source.Locate(syntax.Span), what, value.ToText(), string.Create(CultureInfo.InvariantCulture, $"from 1 to {most}")));
        else if (value is not UnknownValue)
            Diagnostics.Add(ValueFindings.WrongType(text.Source.Locate(syntax.Span), what, "an int", Evaluator.Describe(value), null));
        return null;
    }

    /// <summary>A share in percent, with or without its sign.</summary>
    private decimal? Weight(PartSyntax part)
    {
        var syntax = part.Values!.Values[0];
        var value = text.Constants.Evaluate(syntax);
        decimal? percent = value switch
        {
            PercentageValue share => share.Percent,
            IntValue whole => whole.Number,
            DecimalValue share => share.Number,
            _ => null,
        };
        if (percent is >= 0 and <= 100)
            return percent;
        if (percent is not null)
            Diagnostics.Add(ValueFindings.OutOfRange(text.Source.Locate(syntax.Span), "'weight'", value.ToText(), "from 0% to 100%"));
        else if (value is not UnknownValue)
            Diagnostics.Add(ValueFindings.WrongType(text.Source.Locate(syntax.Span), "'weight'", "a percentage", Evaluator.Describe(value), null));
        return null;
    }
}
