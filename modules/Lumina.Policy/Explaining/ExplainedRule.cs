using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy.Explaining;

/// <summary>Why a rule says what it says to one subject.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Subject"><c>component web</c>, <c>deployment</c>, <c>environment production</c>, <c>step 2 of web</c>.</param>
/// <param name="Fires">Whether it fires; null when it failed.</param>
/// <param name="Where">Its where; null when it has none.</param>
/// <param name="When">Its when; null when it has none, or is not asked.</param>
public sealed record ExplainedRule(RuleSpec Rule, string Subject, bool? Fires, ExplainedCondition? Where, ExplainedCondition? When);

/// <summary>A condition with its values.</summary>
/// <param name="Value">What it came to; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it didn't.</param>
/// <param name="Parts">The whole first, and behind each part the parts that it is made of. Constants and what is called again and again are left out.</param>
public sealed record ExplainedCondition(bool? Value, string? Failure, ImmutableArray<ExplainedPart> Parts);

/// <summary>A part of a condition.</summary>
/// <param name="Text">As it is written, in one line.</param>
/// <param name="Location">Where.</param>
/// <param name="Depth">In how many others it is.</param>
/// <param name="Value">What it was, as messages say it; null when it was not evaluated, because what stands before it had decided already.</param>
public sealed record ExplainedPart(string Text, SourceLocation Location, int Depth, string? Value);
