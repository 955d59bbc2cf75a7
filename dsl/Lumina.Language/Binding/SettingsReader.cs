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

    public string? Text(string name) => Read(name, ValueKind.String) is StringValue text ? text.Text : null;

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

    public TimeSpan? Duration(string name, bool mayBeZero = false)
    {
        if (Read(name, ValueKind.Duration) is not DurationValue value)
            return null;
        if (value.Time > TimeSpan.Zero || (mayBeZero && value.Time == TimeSpan.Zero))
            return value.Time;
        Report(name, value, mayBeZero ? "0s or longer" : "longer than 0s");
        return null;
    }

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
        if (value is not ListValue list)
        {
            if (value is not UnknownValue)
                Diagnostics.Add(ValueFindings.WrongType(Diagnostics.Locate(property.Value.Span), $"'{name}'", "a list of strings, or one string", Conversion.Found(value), null));
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
    public ImmutableSortedDictionary<string, string> Texts(string what)
    {
        if (settings.Properties.Count == 0)
            return ImmutableSortedDictionary<string, string>.Empty;
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, property) in settings.Properties)
        {
            var value = evaluator.Evaluate(property.Value);
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
