using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Origins;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>What came of a text.</summary>
public sealed class PlanCompilation
{
    private readonly PlanSymbols _symbols;
    private readonly ImmutableArray<Plan> _plans;
    private readonly SourceText _source;
    private readonly Lazy<ImmutableArray<ParamInfo>> _params;

    internal PlanCompilation(PlanSymbols symbols, ImmutableArray<Plan> plans, SourceText source, Surroundings surroundings)
    {
        _symbols = symbols;
        _plans = plans;
        _source = source;
        _params = new(() => new ParamDescriber(symbols, source, surroundings).Describe());
        PlanName = symbols.Plan?.Name;
        Environments = plans.IsEmpty ? [PlanSymbols.Implied] : [.. plans.Select(p => p.Environment)];
    }

    /// <summary>The name that the text's own problems are reported under.</summary>
    public string File => _source.Main.Name;

    /// <summary>All findings, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>Findings that comments silence (<c>// lumina-ignore</c>), in the order of the text.</summary>
    public ImmutableArray<SilencedDiagnostic> Silenced { get; init; } = [];

    /// <summary>Whether a finding is an error, so that there are no plans.</summary>
    public bool HasErrors { get; init; }

    /// <summary>What was read outside of the plan's file.</summary>
    public ReadInputs Read { get; init; } = new(ImmutableSortedDictionary<string, string?>.Empty, ImmutableSortedDictionary<string, string?>.Empty);

    /// <summary>The plan's name; null when the text has none.</summary>
    public string? PlanName { get; init; }

    /// <summary>The environments that the plan declares, in the order of the text; one called <c>development</c> on the
    /// <c>process</c> target when it declares none.</summary>
    public ImmutableArray<EnvironmentSpec> Environments { get; init; }

    /// <summary>The environment that is meant when none is named: the first one.</summary>
    public string DefaultEnvironment => Environments[0].Name;

    /// <summary>The params of all files, in the order of the text.</summary>
    public ImmutableArray<ParamInfo> Params => _params.Value;

    /// <summary>The text of a file by the name that findings have; null when it was not read.</summary>
    public string? TextOf(string file) =>
        _source.Files.FirstOrDefault(known => known.Name == file) is { } found ? _source.ToString(new TextSpan(found.Start, found.End)) : null;

    /// <summary>The plan for one environment; null when the plan has errors or no such environment.</summary>
    public Plan? PlanFor(string environment) => HasErrors ? null : _plans.FirstOrDefault(p => p.Environment.Name == environment);

    /// <summary>The plans of all environments as far as the text can be understood. Where it has errors they are incomplete, so they are
    /// for further findings only; none when the text could not be read at all.</summary>
    public ImmutableArray<Plan> Drafts => _plans;

    /// <summary>Where a component is declared (its name); for findings of later stages.
    /// The beginning of the text when there is no such component.</summary>
    public SourceLocation LocationOf(string component) =>
        Locate(_symbols.ComponentsByName.GetValueOrDefault(component)?.NameToken);

    /// <summary>Where a component names a dependency; where it is declared when it doesn't.</summary>
    public SourceLocation LocationOf(string component, string dependency)
    {
        if (_symbols.ComponentsByName.GetValueOrDefault(component) is not { } symbol)
            return Locate(null);
        foreach (var token in symbol.DependencyRelations.SelectMany(r => r.Names.Names))
        {
            if (NameText.Matches(token, _source, dependency))
                return Locate(token);
        }
        return Locate(symbol.NameToken);
    }

    /// <summary>Where an environment is declared (its name); the beginning of the text when it is not.</summary>
    public SourceLocation LocationOfEnvironment(string environment) =>
        Locate(_symbols.EnvironmentsByName.GetValueOrDefault(environment)?.NameToken);

    /// <summary>Where the values of a component in an environment come from. Costs nothing before it is asked for.</summary>
    public ComponentOrigins OriginsOf(string environment, string component) =>
        new(_symbols, _source, environment, _symbols.ComponentsByName.GetValueOrDefault(component));

    /// <summary>Where a component says something for an environment: the word with which it begins, <c>strategy</c>, <c>secret</c>. Where it is declared
    /// when it doesn't say it.</summary>
    public SourceLocation LocationOfEntry(string component, string environment, string entry)
    {
        var symbol = _symbols.ComponentsByName.GetValueOrDefault(component);
        var settings = symbol?.SettingsIn(environment, _source);
        return Locate(settings?.Section(entry)?.Syntax.Keyword ?? settings?.NamedValues.Values.FirstOrDefault(v => v.Word == entry)?.Keyword
            ?? (settings?.Repeated(entry) is [var first, ..] ? first.Syntax.Keyword : (SyntaxToken?)null) ?? symbol?.NameToken);
    }

    /// <summary>Where an environment says something: the word with which it begins, <c>approval</c>, <c>freeze</c>, <c>after</c>. Where it is declared
    /// when it doesn't say it.</summary>
    public SourceLocation LocationOfEnvironmentEntry(string environment, string entry)
    {
        var symbol = _symbols.EnvironmentsByName.GetValueOrDefault(environment);
        var settings = symbol?.Settings;
        return Locate(settings?.Section(entry)?.Syntax.Keyword ?? settings?.Relation(entry)?.Keyword ?? (settings?.Phrases(entry) is [var phrase, ..] ? phrase.Keyword : symbol?.NameToken));
    }

    /// <summary>Where an infrastructure is declared (its name); the beginning of the text when it is not.</summary>
    public SourceLocation LocationOfInfrastructure(string infrastructure) =>
        Locate(_symbols.InfrastructuresByName.GetValueOrDefault(infrastructure)?.NameToken);

    internal static PlanCompilation OfUnreadable(ImmutableArray<Diagnostic> diagnostics) =>
        new(new PlanSymbols(), [], new SourceText(diagnostics[0].Location.File, ""), new Surroundings(new PlanInputs("", ""))) { Diagnostics = diagnostics, HasErrors = true };

    private SourceLocation Locate(SyntaxToken? token) => _source.Locate(token?.Span ?? TextSpan.At(0));
}
