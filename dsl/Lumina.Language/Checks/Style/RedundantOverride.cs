using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class RedundantOverride() : StyleRule(new(6013, "redundant-override", Severity.Info,
    "An override that says what holds anyway",
    "The environment sets the value that the component has for all environments. Whoever changes the one later may forget the other.",
    "plan p {}\nenvironment production { target process }\ncomponent web { command = \"run\"  replicas = 2  in production { replicas = 2 } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var layer in component.Symbol.Layers)
        {
            foreach (var over in layer.Overrides)
            {
                if (layer.Overrides.Count == 1 || IsAlone(plan, over, layer.Overrides))
                    Compare(plan, layer, over.Settings);
            }
        }
    }

    /// <summary>Whether no other override is of the same environment: what one of them says could be there to undo the other.</summary>
    private static bool IsAlone(StyledPlan plan, SectionSettings over, IReadOnlyList<SectionSettings> all)
    {
        var names = NamesOf(plan, over);
        return all.All(other => other == over || !NamesOf(plan, other).Overlaps(names));
    }

    private static HashSet<string> NamesOf(StyledPlan plan, SectionSettings over) =>
        ComponentSymbol.Names(over).Select(name => NameText.Of(name, plan.Source)).ToHashSet(StringComparer.Ordinal);

    /// <summary>What is written the same is the same, because both are worked out in the same environment.</summary>
    private void Compare(StyledPlan plan, Settings under, Settings over)
    {
        foreach (var (name, property) in over.Properties)
        {
            if (under.Property(name) is { } below && plan.Source.Slice(below.Value.Span).SequenceEqual(plan.Source.Slice(property.Value.Span)))
                plan.Report(this, property.Span, $"'{name}' has this value without the override too.", plan.Removal("remove it", property.Span));
        }
        foreach (var (word, section) in over.Sections)
        {
            if (under.Section(word) is { } below && below.Kind == section.Kind)
                Compare(plan, below.Settings, section.Settings);
        }
    }
}
