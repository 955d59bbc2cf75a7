using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;

namespace Lumina.Language.Binding;

/// <summary>From what a text declares to a plan for each of its environments.</summary>
internal sealed class PlanBinder(PlanSymbols symbols, DiagnosticBag diagnostics, Surroundings surroundings)
{
    /// <summary>How many pairs of a component and an environment a plan may have.</summary>
    public const int MostInstances = 500_000;

    private readonly TextBudget _budget = new();

    /// <summary>The environments in the order of the text, each with its plan; a plan with findings that are errors must not be used.</summary>
    public ImmutableArray<Plan> Bind()
    {
        CheckWhole();
        new EnvironmentChecks(symbols, diagnostics).Check();
        var names = symbols.Environments.Count == 0 ? [PlanSymbols.Implied.Name] : symbols.Environments.Select(e => e.Name);
        var plans = names.Select(Bind).ToImmutableArray();
        symbols.Missing.Report(symbols.UnusedOf, diagnostics);
        foreach (var let in symbols.Lets.Where(l => !l.IsUsed && !diagnostics.HasErrors))
            diagnostics.Add(StyleFindings.UnusedLet(diagnostics.Locate(let.Syntax.Name.Span), let.Name));
        return plans;
    }

    private void CheckWhole()
    {
        var start = diagnostics.Locate(Text.TextSpan.At(0));
        if (symbols.Plan is null && !symbols.Unreadable.Contains("plan"))
            diagnostics.AddUnplaced(GraphFindings.NoPlan(start));
        if (symbols.Plan is { } plan && symbols.Components.Count == 0 && symbols.Unreadable.Count == 0 && !symbols.HasUnknownComponents)
            diagnostics.Add(GraphFindings.NoComponents(diagnostics.Locate(plan.NameToken.Span), plan.Name));
    }

    private Plan Bind(string environment)
    {
        var settings = new Settings[symbols.Components.Count];
        foreach (var component in symbols.Components)
            settings[component.Index] = component.SettingsIn(environment, diagnostics.Source);
        var evaluator = new Evaluator(new EnvironmentScope(environment, symbols, settings), diagnostics, _budget, surroundings);
        var spec = BindEnvironment(environment, evaluator);
        BindDeclarations(evaluator);
        var binder = new ComponentBinder(evaluator, spec);
        var ports = new PortChecks(environment, diagnostics);
        var components = ImmutableArray.CreateBuilder<ComponentSpec>(settings.Length);
        foreach (var component in symbols.Components)
        {
            CheckOverridden(component, settings[component.Index], evaluator);
            var bound = binder.Bind(component, settings[component.Index]);
            ports.Check(component, settings[component.Index], bound);
            components.Add(bound);
        }
        components.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new Plan
        {
            Name = symbols.Plan?.Name ?? "",
            Version = evaluator.PlanVersion(),
            Owner = evaluator.PlanOwner(),
            Environment = spec,
            Components = components.MoveToImmutable(),
        };
    }

    private EnvironmentSpec BindEnvironment(string name, Evaluator evaluator)
    {
        if (symbols.EnvironmentsByName.GetValueOrDefault(name) is not { } symbol)
            return PlanSymbols.Implied;
        return new EnvironmentSpec
        {
            Name = name,
            Target = symbol.Settings.Section("target") is { } target ? new TargetBinder(evaluator).Bind(target) : PlanSymbols.Implied.Target,
            After = symbol.After?.Name,
        };
    }

    /// <summary>Params and lets are checked whether they are used or not.</summary>
    private void BindDeclarations(Evaluator evaluator)
    {
        foreach (var param in symbols.Params.Values)
            evaluator.ParamValue(param, param.Syntax.Name.Span);
        foreach (var let in symbols.Lets)
            evaluator.LetValue(let, let.Syntax.Name.Span);
    }

    /// <summary>What this environment replaces is checked too: perhaps every environment replaces it.</summary>
    private static void CheckOverridden(ComponentSymbol component, Settings settings, Evaluator evaluator)
    {
        if (ReferenceEquals(component.Settings, settings))
            return;
        evaluator.Current = component;
        foreach (var layer in component.Layers)
            CheckReplaced(layer, settings, evaluator);
        evaluator.Current = null;
    }

    private static void CheckReplaced(Settings under, Settings? merged, Evaluator evaluator)
    {
        foreach (var (name, property) in under.Properties)
        {
            if (merged?.Property(name) != property)
                evaluator.Evaluate(property.Value);
        }
        foreach (var (name, section) in under.Sections)
            CheckReplaced(section.Settings, merged?.Section(name)?.Settings, evaluator);
    }
}
