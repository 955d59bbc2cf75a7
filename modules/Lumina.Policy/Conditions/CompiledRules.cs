using System.Collections.Immutable;
using Lumina.Language.Rules;

namespace Lumina.Policy.Conditions;

/// <summary>A set of rules that can be asked.</summary>
internal sealed record CompiledRules(RuleSet Set, ImmutableArray<CompiledRule> Rules)
{
    /// <summary>Puts rules and their compiled expressions together; the order is that of <see cref="ConditionText.AllOf"/>.</summary>
    public static CompiledRules Bind(RuleSet rules, ConditionImage? image)
    {
        var next = 0;
        return new(rules, [.. rules.Rules.Select(rule => new CompiledRule
        {
            Rule = rule,
            Where = rule.Where is null ? null : Body<ConditionBody>(),
            When = rule.When is null ? null : Body<ConditionBody>(),
            Holes = [.. rule.Message.Parts.Where(part => part.Hole is not null).Select(_ => Body<HoleBody>())],
        })]);

        T Body<T>()
            where T : Delegate => image?.Body<T>(next++) ?? throw new InvalidOperationException("There are conditions, and no image.");
    }
}

/// <summary>A rule that can be asked.</summary>
internal sealed record CompiledRule
{
    public required RuleSpec Rule { get; init; }

    public ConditionBody? Where { get; init; }

    public ConditionBody? When { get; init; }

    /// <summary>Those of its message, in their order.</summary>
    public ImmutableArray<HoleBody> Holes { get; init; } = [];
}
