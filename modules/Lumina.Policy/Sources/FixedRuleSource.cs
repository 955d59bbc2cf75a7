using Lumina.Language.Rules;

namespace Lumina.Policy.Sources;

/// <summary>Rules that were read once and don't change.</summary>
internal sealed class FixedRuleSource(RuleSet rules) : IRuleSource
{
    private readonly ReadRules _read = new(rules, []);

    public ReadRules Read() => _read;
}
