using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Language.Rules;

/// <summary>What a test gives, put together.</summary>
internal sealed record Givens(Plan Plan, ImmutableSortedDictionary<string, ComponentSpec> Running)
{
    public GivenDeployment Deployment { get; init; } = new();

    public DateTimeOffset Now { get; init; } = RuleTestSpec.UsualTime;

    public GivenStep? Step { get; init; }

    /// <summary>Whether something that is given could not be understood, so that what seems to be missing may be there.</summary>
    public bool HasUnknown { get; init; }
}
