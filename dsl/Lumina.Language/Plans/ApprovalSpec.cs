using System.Collections.Immutable;

namespace Lumina.Language.Plans;

/// <summary>People who have to agree.</summary>
public sealed record ApprovalSpec
{
    /// <summary>Groups or people, at least one; the agreement of any of them counts.</summary>
    public required ImmutableArray<string> From { get; init; }

    /// <summary>How many different people have to agree, 1 to 100.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How long is waited for them before the deployment is given up; longer than zero.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(24);
}
