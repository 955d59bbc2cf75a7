using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>A pure function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">How it is called, for messages.</param>
/// <param name="Apply">From its arguments, all of them known, to its value; null when they are not what it takes.</param>
internal sealed record Function(string Name, string Signature, Func<ImmutableArray<Value>, Value?> Apply);

/// <summary>The functions that there are.</summary>
internal static class Functions
{
    public static readonly ImmutableArray<Function> All =
    [
        new("join", "join(list, separator)", arguments => arguments is [ListValue list, StringValue separator] && list.Items.All(IsScalar)
            ? new StringValue(string.Join(separator.Text, list.Items.Select(i => i.ToText()))) : null),
        new("lower", "lower(text)", arguments => arguments is [StringValue text] ? new StringValue(text.Text.ToLowerInvariant()) : null),
        new("upper", "upper(text)", arguments => arguments is [StringValue text] ? new StringValue(text.Text.ToUpperInvariant()) : null),
        new("coalesce", "coalesce(value, value, …)", arguments => arguments.Length > 0 && arguments.Select(a => a.Type).Distinct().Count() == 1
            ? arguments.FirstOrDefault(a => a is not StringValue { Text: "" }) ?? arguments[^1] : null),
        new("format", "format(\"text with {0}\", value, …)", arguments => arguments is [StringValue pattern, ..] && arguments.All(IsScalar)
            ? Format(pattern.Text, arguments) : null),
    ];

    private static readonly Dictionary<string, Function> ByName = All.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);

    private static bool IsScalar(Value value) => value is not (ListValue or MapValue);

    /// <summary>Puts the arguments in place of {0}, {1}, …; {{ and }} are braces. Null when a number has no argument.</summary>
    private static StringValue? Format(string pattern, ImmutableArray<Value> arguments)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c is not ('{' or '}'))
            {
                result.Append(c);
                continue;
            }
            if (i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                result.Append(c);
                i++;
                continue;
            }
            var end = c == '{' ? pattern.IndexOf('}', i) : -1;
            if (end < 0 || !int.TryParse(pattern.AsSpan(i + 1, end - i - 1), out var index) || index < 0 || index >= arguments.Length - 1)
                return null;
            result.Append(arguments[index + 1].ToText());
            if (result.Length > TextBudget.LongestText)
                break;
            i = end;
        }
        return new StringValue(result.ToString());
    }
}

/// <summary>Calls.</summary>
internal sealed partial class Evaluator
{
    private Value Call(CallSyntax call)
    {
        var name = Source.ToString(call.Name.Span);
        var arguments = call.Arguments.Select(Evaluate).ToImmutableArray();
        if (Functions.Find(name) is not { } function)
        {
            if (SecretSources.Contains(name))
                return Fail(ValueFindings.SecretElsewhere(diagnostics.Locate(call.Span), name));
            var near = Suggestion.Nearest(name, Functions.All.Select(f => f.Name));
            return Fail(NameFindings.UnknownFunction(diagnostics.Locate(call.Name.Span), name, near));
        }
        if (arguments.Any(a => a is UnknownValue))
            return UnknownValue.Instance;
        var length = arguments.Sum(a => a is ListValue list ? list.Items.OfType<StringValue>().Sum(i => (long)i.Text.Length) : a is StringValue text ? text.Text.Length : 0);
        if (length > TextBudget.LongestText)
            return Fail(ValueFindings.TooMuchText(diagnostics.Locate(call.Span), "This text grows longer than 1 Mi characters."));
        return function.Apply(arguments) switch
        {
            StringValue text => Text(text.Text, call.Span),
            { } value => value,
            null => Fail(ValueFindings.WrongArguments(diagnostics.Locate(call.Span), $"'{name}' is called as {function.Signature}.")),
        };
    }
}
