using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>Reads typed values out of settings. Null: it isn't there, or what is wrong with it has been reported.</summary>
internal readonly struct SettingsReader(Settings settings, Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    private ValueReader Values => new(evaluator);

    public string? Text(string name) => Read(name, ValueKind.String) is StringValue text ? text.Text : null;

    public bool? Bool(string name) => Read(name, ValueKind.Bool) is BoolValue value ? value.Truth : null;

    public int? Int(string name, int least, int most)
    {
        if (Read(name, ValueKind.Int) is not IntValue value)
            return null;
        if (value.Number >= least && value.Number <= most)
            return (int)value.Number;
        var range = string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        Report(name, value, range);
        return null;
    }

    public TimeSpan? Duration(string name, bool mayBeZero = false) =>
        settings.Property(name) is { } property ? Values.Duration(property.Value, $"'{name}'", mayBeZero) : null;

    public decimal? Percent(string name, decimal least, decimal most) => settings.Property(name) is { } property
        ? Values.Percent(property.Value, $"'{name}'", p => p >= least && p <= most, string.Create(CultureInfo.InvariantCulture, $"from {least}% to {most}%"))
        : null;

    public int? WholePercent(string name, int least, int most) => settings.Property(name) is { } property
        ? (int?)Values.Percent(property.Value, $"'{name}'", p => p >= least && p <= most && p == decimal.Truncate(p), string.Create(CultureInfo.InvariantCulture, $"a whole percentage from {least}% to {most}%"))
        : null;

    public long? Cpu(string name, long least, long most) =>
        settings.Property(name) is { } property ? Values.Cpu(property.Value, $"'{name}'", least, most) : null;

    public long? Size(string name, long least, long most) =>
        settings.Property(name) is { } property ? Values.Size(property.Value, $"'{name}'", least, most) : null;

    /// <summary>One word of a fixed set.</summary>
    /// <param name="name">The property.</param>
    /// <param name="words">The words.</param>
    public string? Word(string name, ImmutableArray<string> words) =>
        settings.Property(name) is { } property ? Values.Word(property.Value, words, $"'{name}'") : null;

    public CountOrPercent? CountOrPercent(string name, int least)
    {
        if (settings.Property(name) is not { } property)
            return null;
        var value = evaluator.Evaluate(property.Value);
        switch (value)
        {
            case IntValue { Number: var count } when count >= least && count <= 10_000:
                return Plans.CountOrPercent.Count((int)count);
            case PercentageValue { Percent: var percent } when percent >= least && percent <= 100 && percent == decimal.Truncate(percent):
                return Plans.CountOrPercent.Percent((int)percent);
            case IntValue or PercentageValue:
                Report(name, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to 10000, or a whole percentage from {least}% to 100%"));
                return null;
            case UnknownValue:
                return null;
            default:
                Diagnostics.Add(ValueFindings.WrongType(Diagnostics.Locate(property.Value.Span), $"'{name}'", "a number of instances or a percentage",
                    Conversion.Found(value), null));
                return null;
        }
    }

    /// <summary>A list of strings, or one string that is split at its blanks.</summary>
    public ImmutableArray<string>? Words(string name)
    {
        if (settings.Property(name) is not { } property)
            return null;
        var value = evaluator.Evaluate(property.Value);
        if (value is StringValue line)
            return [.. line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return Strings(name, property, value, "a list of strings, or one string");
    }

    /// <summary>A list of strings.</summary>
    public ImmutableArray<string>? Names(string name) =>
        settings.Property(name) is { } property ? Strings(name, property, evaluator.Evaluate(property.Value), "a list of strings") : null;

    private ImmutableArray<string>? Strings(string name, PropertySyntax property, Value value, string wanted)
    {
        if (value is not ListValue list)
        {
            if (value is not UnknownValue)
            {
                var better = value is StringValue && property.Value is LiteralSyntax ? "[" + Diagnostics.Source.ToString(property.Value.Span) + "]" : null;
                Diagnostics.Add(ValueFindings.WrongType(Diagnostics.Locate(property.Value.Span), $"'{name}'", wanted, Conversion.Found(value), better));
            }
            return null;
        }
        var words = ImmutableArray.CreateBuilder<string>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            ExpressionSyntax item = property.Value is ListSyntax written ? written.Items[i] : property.Value;
            if (Conversion.To(ValueKind.String, list.Items[i], item, $"'{name}'", Diagnostics) is StringValue word)
                words.Add(word.Text);
        }
        return words.Count == list.Items.Length ? words.MoveToImmutable() : null;
    }

    /// <summary>All properties as text, by name.</summary>
    /// <param name="what">What takes them, for messages.</param>
    /// <param name="mayHaveOutputs">Whether they may have in them what infrastructure gives.</param>
    public ImmutableSortedDictionary<string, string> Texts(string what, bool mayHaveOutputs = false)
    {
        if (settings.Properties.Count == 0)
            return ImmutableSortedDictionary<string, string>.Empty;
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, property) in settings.Properties)
        {
            var value = mayHaveOutputs ? evaluator.EvaluateWithOutputs(property.Value) : evaluator.Evaluate(property.Value);
            if (value is ListValue or MapValue)
                Diagnostics.Add(ValueFindings.WrongType(Diagnostics.Locate(property.Value.Span), what, "a single value", "a " + Units.NameOf(value.Type), null));
            else if (value is not UnknownValue)
                texts[name] = value.ToText();
        }
        return texts.ToImmutable();
    }

    /// <summary>Where a property's value stands; the place itself when it isn't there.</summary>
    public TextSpan PlaceOf(string name, TextSpan otherwise) => settings.Property(name)?.Value.Span ?? otherwise;

    private Value? Read(string name, ValueKind type) =>
        settings.Property(name) is { } property ? Conversion.To(type, evaluator.Evaluate(property.Value), property.Value, $"'{name}'", Diagnostics) : null;

    private void Report(string name, Value value, string range) =>
        Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(settings.Properties[name].Value.Span), $"'{name}'", value.ToText(), range));
}
