using System.Collections.Immutable;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>A pure function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">How it is called, for messages.</param>
/// <param name="Summary">What it does: one sentence.</param>
/// <param name="Example">A call.</param>
/// <param name="Result">What the example gives, as text.</param>
/// <param name="Apply">From its arguments, all of them known, to its value; null when they are not what it takes.</param>
internal sealed record Function(
    string Name, string Signature, string Summary, string Example, string Result, Func<ImmutableArray<Value>, Value?> Apply)
{
    /// <summary>What lies outside of the plan: such a function is asked with the place of its call instead.</summary>
    public Func<OutsideCall, Value?>? ApplyOutside { get; init; }
}

/// <summary>A call of a function that reads something outside of the plan.</summary>
/// <param name="Evaluator">Who evaluates.</param>
/// <param name="Arguments">The arguments, all of them known.</param>
/// <param name="Call">Where it is called.</param>
internal sealed record OutsideCall(Evaluator Evaluator, ImmutableArray<Value> Arguments, Syntax.CallSyntax Call);
