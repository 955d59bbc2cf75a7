using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>The plan's own declaration.</summary>
internal sealed record PlanSymbol(string Name, SyntaxToken NameToken, Settings Settings);

internal sealed record LetSymbol(string Name, LetSyntax Syntax)
{
    public bool IsUsed { get; set; }
}

/// <param name="Name">Its name.</param>
/// <param name="Syntax">Where it is declared.</param>
/// <param name="Type">Its type; unknown when the plan names one that doesn't exist.</param>
/// <param name="Settings">Its block.</param>
internal sealed record ParamSymbol(string Name, ParamSyntax Syntax, ValueKind Type, Settings Settings)
{
    /// <summary>The value given from outside; null when none is.</summary>
    public Value? Given { get; init; }
}

internal sealed record EnvironmentSymbol(string Name, SyntaxToken NameToken, Settings Settings)
{
    /// <summary>The environment before it, with the place where that is said; null when there is none.</summary>
    public (string Name, SyntaxToken Token)? After { get; init; }
}

/// <param name="Name">Its name.</param>
/// <param name="NameToken">Where it is declared.</param>
/// <param name="Syntax">The declaration.</param>
/// <param name="Settings">What it says for all environments.</param>
/// <param name="Index">Its number among the components, in the order of the text.</param>
internal sealed record ComponentSymbol(string Name, SyntaxToken NameToken, NamedBlockSyntax Syntax, Settings Settings, int Index)
{
    /// <summary>What it says for one environment.</summary>
    public Settings SettingsIn(string environment, Text.SourceText source) => Settings.In(environment, source);

    /// <summary>All places where it names dependencies.</summary>
    public IEnumerable<RelationSyntax> DependencyRelations =>
        new[] { Settings }.Concat(Settings.Overrides.Select(o => o.Settings)).Select(s => s.Relation("depends")).OfType<RelationSyntax>();

    public static ImmutableArray<SyntaxToken> Names(SectionSettings section) => section.Syntax.Labels?.Names ?? [];
}

/// <param name="Name">Its name.</param>
/// <param name="NameToken">Where it is declared.</param>
/// <param name="Settings">What it says for all environments.</param>
internal sealed record InfrastructureSymbol(string Name, SyntaxToken NameToken, Settings Settings)
{
    /// <summary>Whether there is something to make in an environment.</summary>
    public bool IsMadeIn(string environment, Text.SourceText source) =>
        Settings.In(environment, source) is var here && (here.HasUnknown || here.Section("terraform") is not null);
}

internal sealed record PipelineSymbol(string Name, SyntaxToken NameToken, Settings Settings);

/// <summary>Everything that a text declares.</summary>
internal sealed class PlanSymbols
{
    public PlanSymbol? Plan { get; set; }

    public Dictionary<string, ParamSymbol> Params { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LetSymbol> Lets { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the text.</summary>
    public List<EnvironmentSymbol> Environments { get; } = [];

    public Dictionary<string, EnvironmentSymbol> EnvironmentsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the text.</summary>
    public List<ComponentSymbol> Components { get; } = [];

    public Dictionary<string, ComponentSymbol> ComponentsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the text.</summary>
    public List<InfrastructureSymbol> Infrastructures { get; } = [];

    public Dictionary<string, InfrastructureSymbol> InfrastructuresByName { get; } = new(StringComparer.Ordinal);

    /// <summary>By name, in the order of the text.</summary>
    public OrderedDictionary<string, PipelineSymbol> Pipelines { get; } = new(StringComparer.Ordinal);

    /// <summary>How many pairs of a component, or an infrastructure, and an environment there are.</summary>
    public long Instances => (long)(Components.Count + Infrastructures.Count) * Environments.Count;

    /// <summary>Names in declarations that could not be read: nobody is told that they don't exist.</summary>
    public HashSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>The environment of a plan that declares none.</summary>
    public static readonly EnvironmentSpec Implied = new() { Name = "development", Target = new TargetSpec { Kind = "process" } };
}
