using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Rules;

/// <summary>All rules of a policy team, from all of its files. Immutable, and named by its digest.</summary>
public sealed record RuleSet
{
    public static readonly RuleSet Empty = new();

    /// <summary>Sorted by name (ordinal), each name once.</summary>
    public ImmutableArray<RuleSpec> Rules { get; init; } = [];

    /// <summary>In the order of the texts.</summary>
    public ImmutableArray<WaiverSpec> Waivers { get; init; } = [];

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, of what rules and waivers say; where they stand and how they are laid out is not in it.</summary>
    public string Digest { get; init; } = "";
}

/// <summary>What a rule is asked about.</summary>
public enum RuleSubject
{
    /// <summary>Each component of the plan, whether it changes or not.</summary>
    Component,

    /// <summary>Each component that a deployment would create, update, restart or remove.</summary>
    Change,

    /// <summary>The deployment as a whole.</summary>
    Deployment,

    /// <summary>The environment as a whole.</summary>
    Environment,

    /// <summary>Each step of a rollout that is about to begin; asked while a deployment runs.</summary>
    Step,
}

/// <summary>What follows when a rule fires.</summary>
public enum RuleEffect
{
    /// <summary>It is told.</summary>
    Warn,

    /// <summary>People have to agree first.</summary>
    RequireApproval,

    /// <summary>Nothing is done.</summary>
    Deny,
}

/// <summary>One rule.</summary>
public sealed record RuleSpec
{
    /// <summary>In kebab case, unique in its set.</summary>
    public required string Name { get; init; }

    public required RuleSubject Subject { get; init; }

    /// <summary>The environments that it looks at, sorted; empty for all.</summary>
    public ImmutableArray<string> Environments { get; init; } = [];

    /// <summary>Which subjects it looks at; null for all of its kind.</summary>
    public CSharpText? Where { get; init; }

    /// <summary>When it fires; null for always.</summary>
    public CSharpText? When { get; init; }

    public required RuleEffect Effect { get; init; }

    /// <summary>What is said when it fires.</summary>
    public MessageText Message { get; init; } = new([]);

    /// <summary>Who has to agree; for <see cref="RuleEffect.RequireApproval"/> alone.</summary>
    public Plans.ApprovalSpec? Approval { get; init; }

    /// <summary>Where more about it can be read; a path or an address.</summary>
    public string? Help { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where its name stands.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, of what it says.</summary>
    public required string Digest { get; init; }
}

/// <summary>A C# expression as the author wrote it, with the place of its first character.</summary>
/// <param name="Text">The expression, to the character; may have line breaks and comments in it.</param>
/// <param name="Location">Where it stands. A character <c>n</c> of the text stands at <c>Location.Start + n</c> of its file.</param>
public sealed record CSharpText(string Text, SourceLocation Location);

/// <summary>A message: text with C# expressions in it.</summary>
/// <param name="Parts">In their order.</param>
public sealed record MessageText(ImmutableArray<MessagePart> Parts);

/// <summary>A piece of a message: either <paramref name="Text"/> or <paramref name="Hole"/> is there.</summary>
/// <param name="Text">Text as it is said.</param>
/// <param name="Hole">What stands between <c>${</c> and <c>}</c>.</param>
public sealed record MessagePart(string? Text, CSharpText? Hole);

/// <summary>A rule is passed over for a while: <c>waive pinned-images for component web until 2027-01-31 because "…" by "…"</c>.</summary>
public sealed record WaiverSpec
{
    /// <summary>The rule's name; it is one of the set.</summary>
    public required string Rule { get; init; }

    /// <summary>The component for which it is; null for everything that the rule looks at.</summary>
    public string? Component { get; init; }

    /// <summary>The environments in which it holds, sorted; empty for all.</summary>
    public ImmutableArray<string> Environments { get; init; } = [];

    /// <summary>The last day on which it holds, to its end in UTC.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string By { get; init; }

    public required SourceLocation Location { get; init; }
}
