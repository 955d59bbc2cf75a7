using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Binding;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Works out expressions in one environment. Pure and bounded: no I/O, no loops, limited depth and limited text.</summary>
internal sealed partial class Evaluator(EnvironmentScope scope, DiagnosticBag diagnostics, TextBudget budget, Surroundings surroundings)
{
    /// <summary>How deep values may go into each other, over all lets and references on the way.</summary>
    private const int DeepestValue = 250;

    /// <summary>How many items lists and maps may have, over all that are in them.</summary>
    private const int HeaviestValue = 10_000;

    private readonly List<string> _chain = [];
    private int _depth;

    /// <summary>Above zero in a branch that is not taken: its types are checked, its results don't matter.</summary>
    private int _notTaken;

    /// <summary>The component whose values are worked out; null for those of the plan.</summary>
    public ComponentSymbol? Current
    {
        get;
        set
        {
            field = value;
            Bindings = value?.Bindings;
        }
    }

    /// <summary>The variables of the <c>for</c> in which the values stand that are worked out.</summary>
    public LoopBinding? Bindings { get; set; }

    public Surroundings Surroundings => surroundings;

    public EnvironmentScope Scope => scope;

    public DiagnosticBag Diagnostics => diagnostics;

    private SourceText Source => diagnostics.Source;

    public Value Evaluate(ExpressionSyntax expression)
    {
        if (expression is LiteralSyntax literal)
            return literal.Value;
        if (_depth >= DeepestValue)
            return Fail(SyntaxFindings.TooDeep(diagnostics.Locate(expression.Span), DeepestValue));
        _depth++;
        var value = expression switch
        {
            InterpolationSyntax text => Interpolate(text),
            ReferenceSyntax reference => Resolve(reference),
            CallSyntax call => Call(call),
            ListSyntax list => MakeList(list),
            MapSyntax map => MakeMap(map),
            ParenthesizedSyntax inner => Evaluate(inner.Inner),
            UnarySyntax unary => Unary(unary),
            BinarySyntax binary => Binary(binary),
            ConditionalSyntax choice => Choose(choice),
            _ => UnknownValue.Instance,
        };
        _depth--;
        return value;
    }

    private Value Interpolate(InterpolationSyntax text)
    {
        var result = new StringBuilder(text.Values[0]);
        var isKnown = true;
        for (var i = 0; i < text.Holes.Length; i++)
        {
            var value = Evaluate(text.Holes[i]);
            if (value is ListValue or MapValue)
                value = Fail(ValueFindings.WrongType(diagnostics.Locate(text.Holes[i].Span), "A text", "a single value", "a " + Units.NameOf(value.Type), null));
            isKnown &= value is not UnknownValue;
            if (isKnown)
                result.Append(value.ToText()).Append(text.Values[i + 1]);
            if (result.Length > TextBudget.LongestText)
                return Fail(ValueFindings.TooMuchText(diagnostics.Locate(text.Span), "This text grows longer than 1 Mi characters."));
        }
        return isKnown ? Text(result.ToString(), text.Span) : UnknownValue.Instance;
    }

    /// <summary>A text that was put together, if there may be as much of it.</summary>
    private Value Text(string text, TextSpan at)
    {
        if (text.Length > TextBudget.LongestText)
            return Fail(ValueFindings.TooMuchText(diagnostics.Locate(at), "This text grows longer than 1 Mi characters."));
        return TakeText(text.Length, at) ? new StringValue(text) : UnknownValue.Instance;
    }

    private Value MakeList(ListSyntax list)
    {
        var items = ImmutableArray.CreateBuilder<Value>(list.Items.Length);
        foreach (var item in list.Items)
            items.Add(Evaluate(item));
        return items.Any(i => i is UnknownValue) ? UnknownValue.Instance : Bounded(new ListValue(items.MoveToImmutable()), list.Span);
    }

    private Value MakeMap(MapSyntax map)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var key = NameText.Of(entry.Key, Source);
            if (entries.ContainsKey(key))
                diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(entry.Key.Span), key, diagnostics.LineOf(map.Open)));
            entries[key] = Evaluate(entry.Value);
        }
        return Bounded(new MapValue(entries.ToImmutable()), map.Span);
    }

    private Value Bounded(Value value, TextSpan at) => value.Weight > HeaviestValue
        ? Fail(ValueFindings.TooMuchText(diagnostics.Locate(at), "This value has more than 10,000 items."))
        : value;

    private Value Choose(ConditionalSyntax choice)
    {
        var condition = Evaluate(choice.Condition);
        if (condition is not BoolValue { Truth: var truth })
        {
            if (condition is not UnknownValue)
                Fail(ValueFindings.WrongType(diagnostics.Locate(choice.Condition.Span), "A condition", "a bool", Describe(condition), null));
            EvaluateNotTaken(choice.WhenTrue);
            EvaluateNotTaken(choice.WhenFalse);
            return UnknownValue.Instance;
        }
        EvaluateNotTaken(truth ? choice.WhenFalse : choice.WhenTrue);
        return Evaluate(truth ? choice.WhenTrue : choice.WhenFalse);
    }

    private Value EvaluateNotTaken(ExpressionSyntax expression)
    {
        _notTaken++;
        var value = Evaluate(expression);
        _notTaken--;
        return value;
    }

    /// <summary>Reports what is wrong whatever the values are.</summary>
    private UnknownValue Fail(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return UnknownValue.Instance;
    }

    /// <summary>Reports what is wrong with these values, unless they are not used.</summary>
    private UnknownValue FailWhenTaken(Diagnostic diagnostic) => _notTaken > 0 ? UnknownValue.Instance : Fail(diagnostic);

    public static string Describe(Value value) => value.Type switch
    {
        ValueKind.Int => "an int",
        var type => "a " + Units.NameOf(type),
    };
}

/// <summary>How much text may be put together for one plan.</summary>
internal sealed class TextBudget
{
    public const int LongestText = 1024 * 1024;
    private const long AllTexts = 64L * LongestText;

    private long _used;

    public enum Answer
    {
        Enough,

        /// <summary>This was too much.</summary>
        UsedUp,

        /// <summary>It was too much before.</summary>
        WasUsedUp,
    }

    public Answer Take(int characters)
    {
        if (_used > AllTexts)
            return Answer.WasUsedUp;
        _used += characters;
        return _used > AllTexts ? Answer.UsedUp : Answer.Enough;
    }
}
