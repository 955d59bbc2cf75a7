using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

/// <summary>Applies the rules of style that are not off. Of a plan with errors too little is known, and it would be told about what follows from
/// them; where only a param has no value, the declarations are known.</summary>
internal sealed class StyleChecks(IReadOnlyList<ParsedFile> files, PlanSymbols symbols, ImmutableArray<BoundComponent> components, DiagnosticBag diagnostics)
{
    public void Check()
    {
        if (diagnostics.HasErrorsBesides(ValueFindings.ParamWithoutValueEntry))
            return;
        var rules = StyleRules.All.Where(rule => diagnostics.Levels.LevelOf(rule.Entry) != FindingLevel.Off).ToArray();
        var plan = new StyledPlan(files, symbols, diagnostics);
        foreach (var rule in rules)
            rule.CheckPlan(plan);
        if (diagnostics.HasErrors)
            return;
        foreach (var component in components)
        {
            foreach (var rule in rules)
                rule.CheckComponent(plan, component);
        }
    }
}
