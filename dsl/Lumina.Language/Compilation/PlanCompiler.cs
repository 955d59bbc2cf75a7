using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Compilation;

/// <summary>From text to plans. No I/O, no clock, no chance: the same inputs give the same plans.</summary>
public static class PlanCompiler
{
    /// <summary>Parses, binds and checks a plan for all of its environments; finds every problem at once. Never throws for any text.</summary>
    /// <param name="file">The name to report problems under.</param>
    /// <param name="text">The plan.</param>
    /// <param name="parameters">Values given for params, as text.</param>
    public static PlanCompilation Compile(string file, string text, IReadOnlyDictionary<string, string> parameters) =>
        throw new NotSupportedException();
}

/// <summary>What came of a text.</summary>
public sealed class PlanCompilation
{
    /// <summary>All findings, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The plan's name; null when the text has none.</summary>
    public string? PlanName { get; init; }

    /// <summary>The environments that the plan declares, in the order of the text; one called <c>development</c> on the
    /// <c>process</c> target when it declares none.</summary>
    public ImmutableArray<EnvironmentSpec> Environments { get; init; }

    /// <summary>The environment that is meant when none is named: the first one.</summary>
    public string DefaultEnvironment => Environments[0].Name;

    /// <summary>The plan for one environment; null when the plan has errors or no such environment.</summary>
    public Plan? PlanFor(string environment) => throw new NotSupportedException();

    /// <summary>Where a component is declared (its name); for findings of later stages.</summary>
    public SourceLocation LocationOf(string component) => throw new NotSupportedException();

    /// <summary>Where a component names a dependency.</summary>
    public SourceLocation LocationOf(string component, string dependency) => throw new NotSupportedException();

    /// <summary>Where an environment is declared (its name).</summary>
    public SourceLocation LocationOfEnvironment(string environment) => throw new NotSupportedException();
}
