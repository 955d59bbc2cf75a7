using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>The value of a param: given or default, of its type, and one of those that are allowed.</summary>
internal sealed class ParamReader(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    public Value Read(ParamSymbol param)
    {
        var written = param.Syntax.Default ?? param.Settings.Property("default")?.Value;
        var fallback = written is not null ? Conversion.To(param.Type, evaluator.Evaluate(written), written, $"The param '{param.Name}'", Diagnostics) : null;
        var allowed = Allowed(param);
        var (least, most) = (Bound(param, "min"), Bound(param, "max"));
        if (fallback is not null)
            Check(param, fallback, written!.Span, allowed, least, most);
        if (param.Given is { } given)
            return Check(param, given, param.Syntax.Name.Span, allowed, least, most);
        if (fallback is null)
            Diagnostics.Add(ValueFindings.ParamWithoutValue(Diagnostics.Locate(param.Syntax.Name.Span), param.Name));
        return fallback ?? UnknownValue.Instance;
    }

    private List<Value>? Allowed(ParamSymbol param)
    {
        if (param.Settings.Property("description") is { } description)
            Conversion.To(ValueKind.String, evaluator.Evaluate(description.Value), description.Value, "'description'", Diagnostics);
        if (param.Settings.Property("allowed") is not { } property)
            return null;
        var value = Conversion.To(ValueKind.List, evaluator.Evaluate(property.Value), property.Value, "'allowed'", Diagnostics);
        if (value is not ListValue list)
            return null;
        return [.. list.Items.Select(i => Conversion.To(param.Type, i, property.Value, "'allowed'", Diagnostics))];
    }

    private Value? Bound(ParamSymbol param, string name)
    {
        if (param.Settings.Property(name) is not { } property)
            return null;
        var value = Conversion.To(param.Type, evaluator.Evaluate(property.Value), property.Value, $"'{name}'", Diagnostics);
        if (value is not (StringValue or BoolValue or ListValue or MapValue))
            return value;
        Diagnostics.Add(ValueFindings.WrongOperands(Diagnostics.Locate(property.Name.Span), $"'{name}' can't be applied to a param of type {Units.NameOf(param.Type)}."));
        return null;
    }

    private Value Check(ParamSymbol param, Value value, TextSpan at, List<Value>? allowed, Value? least, Value? most)
    {
        if (value is UnknownValue)
            return value;
        if (allowed is not null && !allowed.Exists(a => a is UnknownValue || Operators.Compare(a, value) == 0 || CollectionFunctions.AreSame(a, value)))
        {
            var texts = string.Join(", ", allowed.Take(20).Select(a => a.ToText()));
            Diagnostics.Add(ValueFindings.NotAllowed(Diagnostics.Locate(at), param.Name, value.ToText(), texts));
            return UnknownValue.Instance;
        }
        var tooSmall = least is not null && Operators.Compare(value, least) < 0;
        var tooLarge = most is not null && Operators.Compare(value, most) > 0;
        if (!tooSmall && !tooLarge)
            return value;
        var range = tooSmall ? "at least " + least!.ToText() : "at most " + most!.ToText();
        Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(at), $"The param '{param.Name}'", value.ToText(), range));
        return UnknownValue.Instance;
    }
}
