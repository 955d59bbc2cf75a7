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

/// <summary>From what a rule's block says to the rule.</summary>
internal sealed class RuleBinder(RuleText text)
{
    private readonly Dictionary<string, SentenceSyntax> _entries = new(StringComparer.Ordinal);
    private bool _hasUnknown;

    private DiagnosticBag Diagnostics => text.Diagnostics;

    /// <summary>The rule; null when it is not known what it is about, or what follows from it.</summary>
    public RuleSpec? Bind(NamedBlockSyntax syntax, string name)
    {
        Gather(syntax.Body);
        var at = text.Locate(syntax.Name);
        var subject = Subject(name, at);
        var effect = Effect(name, at);
        var rule = new RuleSpec
        {
            Name = name,
            Subject = subject ?? RuleSubject.Component,
            Environments = text.NamesOf(Entry(RuleWords.Applies)?.Part(RuleWords.In)),
            Where = text.Piece(Entry(RuleWords.Applies)?.Part(RuleWords.Where)?.Values?.Values[0]),
            When = text.Piece(Entry(RuleWords.When)?.Part(null)?.Values?.Values[0]),
            Effect = effect?.Effect ?? RuleEffect.Deny,
            Message = effect?.Message ?? new MessageText([]),
            Approval = effect?.Approval,
            Help = text.PlainText(Entry(RuleWords.Help)?.Part(null), "'help'"),
            Description = text.PlainText(Entry(RuleWords.Description)?.Part(null), "'description'"),
            Location = at,
            Digest = "",
        };
        return subject is null || effect is null ? null : rule with { Digest = RuleDigests.Of(rule) };
    }

    private SentenceSyntax? Entry(string word) => _entries.GetValueOrDefault(word);

    private void Gather(BlockSyntax? body)
    {
        foreach (var statement in body?.Statements ?? [])
        {
            switch (statement)
            {
                case SentenceSyntax sentence when !_entries.TryAdd(sentence.Word, sentence):
                    Diagnostics.Add(NameFindings.DuplicateProperty(text.Locate(sentence.Keyword), sentence.Word, Diagnostics.LineOf(_entries[sentence.Word].Keyword)));
                    break;
                case PropertySyntax property:
                    _hasUnknown = true;
                    ReportProperty(property);
                    break;
                case SkippedStatementSyntax:
                    _hasUnknown = true;
                    break;
            }
        }
    }

    private void ReportProperty(PropertySyntax property)
    {
        var name = text.NameOf(property.Name);
        var words = RuleWords.RuleBlock.Words().ToList();
        Diagnostics.Add(NameFindings.UnknownProperty(text.Locate(property.Name), name, RuleWords.Rule, Suggestion.Nearest(name, words), words));
    }

    private RuleSubject? Subject(string name, SourceLocation at)
    {
        if (Entry(RuleWords.Applies) is not { } applies)
        {
            if (!_hasUnknown)
                Diagnostics.Add(RuleFindings.NoSubject(at, name));
            return null;
        }
        return applies.Kind switch
        {
            "component" => RuleSubject.Component,
            "change" => RuleSubject.Change,
            "deployment" => RuleSubject.Deployment,
            "environment" => RuleSubject.Environment,
            "step" => RuleSubject.Step,
            _ => null,
        };
    }

    private sealed record Consequence(RuleEffect Effect, MessageText Message, ApprovalSpec? Approval = null);

    private Consequence? Effect(string name, SourceLocation at)
    {
        SentenceSyntax[] effects = [.. _entries.Values.Where(e => e.Word is RuleWords.Deny or RuleWords.Warn or RuleWords.Require).OrderBy(e => e.Span.Start)];
        if (effects.Length == 0)
        {
            if (!_hasUnknown)
                Diagnostics.Add(RuleFindings.NoEffect(at, name));
            return null;
        }
        foreach (var other in effects.Skip(1))
            Diagnostics.Add(RuleFindings.SeveralEffects(text.Locate(other.Keyword), effects[0].Word, Diagnostics.LineOf(effects[0].Keyword)));
        return effects[0].Word == RuleWords.Require ? Approval(effects[0], name) : Said(effects[0]);
    }

    private Consequence? Said(SentenceSyntax sentence) => text.Message(sentence.Part(null)!.Values!.Values[0], $"What a rule says") is { } message
        ? new(sentence.Word == RuleWords.Deny ? RuleEffect.Deny : RuleEffect.Warn, message)
        : null;

    private Consequence? Approval(SentenceSyntax sentence, string name)
    {
        if (sentence.Part("from") is not { } from)
        {
            Diagnostics.Add(RuleFindings.NoApprovers(text.Locate(sentence.Opening[^1])));
            return null;
        }
        var people = text.PlainTexts(from, "The name of a group");
        var usual = new ApprovalSpec { From = people ?? ImmutableArray<string>.Empty };
        var spec = usual with { Count = Count(sentence.Part("count")) ?? usual.Count, Expires = Expires(sentence.Part("expires")) ?? usual.Expires };
        var message = sentence.Part("because") is { } because
            ? text.Message(because.Values!.Values[0], "The reason of an approval")
            : new MessageText([new MessagePart($"The rule '{name}' requires an approval from {Listed(spec.From)}.", null)]);
        return people is null || message is null ? null : new(RuleEffect.RequireApproval, message, spec);
    }

    private static string Listed(ImmutableArray<string> names) =>
        names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    private int? Count(PartSyntax? part)
    {
        if (part is null)
            return null;
        var syntax = part.Values!.Values[0];
        var value = text.Constants.Evaluate(syntax);
        if (value is IntValue { Number: >= 1 and <= 100 and var count })
            return (int)count;
        if (value is IntValue other)
            Diagnostics.Add(ValueFindings.OutOfRange(text.Source.Locate(syntax.Span), "'count'", other.Number.ToString(CultureInfo.InvariantCulture), "from 1 to 100"));
        else if (value is not UnknownValue)
            Diagnostics.Add(ValueFindings.WrongType(text.Source.Locate(syntax.Span), "'count'", "an int", Evaluator.Describe(value), null));
        return null;
    }

    private TimeSpan? Expires(PartSyntax? part) => part is null ? null : new ValueReader(text.Constants).Duration(part.Values!.Values[0], "'expires'");
}
