using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>The functions that there are.</summary>
internal static class Functions
{
    /// <summary>By name.</summary>
    public static readonly ImmutableArray<Function> All =
        [.. TextFunctions.All.Concat(CollectionFunctions.All).Concat(NumberFunctions.All).Concat(OutsideFunctions.All).OrderBy(f => f.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<string, Function> ByName = All.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a value is no list and no map.</summary>
    public static bool IsScalar(Value value) => value is not (ListValue or MapValue);
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
        if (arguments.Sum(LengthOf) > TextBudget.LongestText)
            return Fail(ValueFindings.TooMuchText(diagnostics.Locate(call.Span), "This text grows longer than 1 Mi characters."));
        return Apply(function, arguments, call) switch
        {
            StringValue text => Text(text.Text, call.Span),
            { } value => Bounded(value, call.Span),
            null => Fail(ValueFindings.WrongArguments(diagnostics.Locate(call.Span), $"'{name}' is called as {function.Signature}.")),
        };
    }

    private Value? Apply(Function function, ImmutableArray<Value> arguments, CallSyntax call)
    {
        try
        {
            return function.ApplyOutside is { } outside ? outside(new OutsideCall(this, arguments, call)) : function.Apply(arguments);
        }
        catch (OverflowException)
        {
            return FailWhenTaken(ValueFindings.BadArithmetic(diagnostics.Locate(call.Span), "The result is too large."));
        }
    }

    /// <summary>Reports what is wrong outside of the plan, unless the value is not used.</summary>
    public Value FailOutside(Diagnostic diagnostic) => FailWhenTaken(diagnostic);

    private static long LengthOf(Value value) => value switch
    {
        StringValue text => text.Text.Length,
        ListValue list => list.Items.Sum(LengthOf),
        MapValue map => map.Entries.Sum(entry => entry.Key.Length + LengthOf(entry.Value)),
        _ => 0,
    };
}
