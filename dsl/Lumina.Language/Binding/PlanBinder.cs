using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>From what a text declares to a plan for each of its environments.</summary>
internal sealed class PlanBinder(PlanSymbols symbols, DiagnosticBag diagnostics, Surroundings surroundings)
{
    /// <summary>How many pairs of a component and an environment a plan may have.</summary>
    public const int MostInstances = 500_000;

    private readonly TextBudget _budget = new();

    /// <summary>What came of each component in each environment, by <see cref="ComponentSymbol.Index"/>.</summary>
    public ImmutableArray<BoundComponent> Bound { get; } = [.. symbols.Components.Select(c => new BoundComponent(c, []))];

    /// <summary>The environments in the order of the text, each with its plan; a plan with findings that are errors must not be used.</summary>
    public ImmutableArray<Plan> Bind()
    {
        CheckWhole();
        new EnvironmentChecks(symbols, diagnostics).Check();
        var names = symbols.Environments.Count == 0 ? [PlanSymbols.Implied.Name] : symbols.Environments.Select(e => e.Name);
        var pipelines = BindPipelines();
        var plans = names.Select(n => Bind(n) with { Pipelines = pipelines }).ToImmutableArray();
        symbols.Missing.Report(symbols.UnusedOf, diagnostics);
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
            Bound[component.Index].Instances.Add(new(spec, settings[component.Index], bound));
        }
        components.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new Plan
        {
            Name = symbols.Plan?.Name ?? "",
            Version = evaluator.PlanVersion(),
            Owner = evaluator.PlanOwner(),
            Environment = spec,
            Components = components.MoveToImmutable(),
            Infrastructure = new InfrastructureBinder(evaluator).Bind(),
        };
    }

    /// <summary>Once: they belong to no environment.</summary>
    private ImmutableArray<PipelineSpec> BindPipelines()
    {
        if (symbols.Pipelines.Count == 0)
            return [];
        var settings = symbols.Components.Select(c => c.SettingsIn("", diagnostics.Source)).ToArray();
        return new PipelineBinder(new Evaluator(new EnvironmentScope("", symbols, settings), diagnostics, _budget, surroundings)).Bind();
    }

    private EnvironmentSpec BindEnvironment(string name, Evaluator evaluator) =>
        symbols.EnvironmentsByName.GetValueOrDefault(name) is { } symbol ? new EnvironmentBinder(evaluator).Bind(symbol) : PlanSymbols.Implied;

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
                evaluator.EvaluateWithOutputs(property.Value);
        }
        foreach (var (name, named) in under.NamedValues)
        {
            if (merged?.NamedValues.GetValueOrDefault(name) != named)
                evaluator.CheckSecret(named.Value);
        }
        foreach (var phrases in under.AllPhrases.GroupBy(p => p.Word))
        {
            if (merged?.Phrases(phrases.Key).Contains(phrases.First()) != true)
                CheckReplaced(phrases, evaluator);
        }
        foreach (var (name, section) in under.Sections)
            CheckReplaced(section.Settings, merged?.Section(name)?.Settings, evaluator);
        foreach (var sections in under.AllRepeated.GroupBy(s => s.Syntax.Word))
        {
            var byLabel = merged?.Repeated(sections.Key).ToLookup(s => s.Kind);
            foreach (var section in sections)
                CheckReplaced(section, byLabel?[section.Kind].FirstOrDefault()?.Settings, evaluator);
        }
    }

    /// <summary>In the content of a file secrets may stand.</summary>
    private static void CheckReplaced(SectionSettings under, Settings? merged, Evaluator evaluator)
    {
        var settings = under.Settings;
        if (under.Syntax.Word == Words.ConfigFile && settings.Property("content") is { } content)
        {
            settings = settings.Without("content");
            if (merged?.Property("content") != content)
                evaluator.CheckPieces(content.Value);
        }
        CheckReplaced(settings, merged, evaluator);
    }

    private static void CheckReplaced(IEnumerable<PhraseSyntax> phrases, Evaluator evaluator)
    {
        foreach (var phrase in phrases)
        {
            evaluator.Evaluate(phrase.Value);
            foreach (var tail in phrase.Tails)
                evaluator.Evaluate(tail.Value);
        }
    }
}

/// <summary>A component with what came of it in each environment.</summary>
internal sealed record BoundComponent(ComponentSymbol Symbol, List<BoundInstance> Instances);

/// <summary>A component in one environment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Settings">What the component says there, overrides merged.</param>
/// <param name="Spec">What it comes to.</param>
internal sealed record BoundInstance(EnvironmentSpec Environment, Settings Settings, ComponentSpec Spec);
