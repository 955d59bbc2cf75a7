namespace Lumina.Language.Diagnostics;

/// <summary>Who finds a problem.</summary>
public enum FoundBy
{
    /// <summary>The language itself, from the text alone.</summary>
    Language,

    /// <summary>Planning, from the graph of a plan.</summary>
    Planning,

    /// <summary>The host, from what its target drivers can do; or whoever gives the params.</summary>
    Host,

    /// <summary>Whoever reads <c>lumina.json</c>.</summary>
    Settings,

    /// <summary>The language of rules, from the texts of rules.</summary>
    Rules,

    /// <summary>Policy, from the C# conditions of rules.</summary>
    Policy,
}

/// <summary>What is known about a code.</summary>
/// <param name="Number">1xxx syntax, 2xxx binding and types, 3xxx plan and graph, 5xxx targets and capabilities, 6xxx style, 8xxx policy.</param>
/// <param name="Name">A short name in kebab-case.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">One line.</param>
/// <param name="Explanation">Why it is a problem and what to do; a short paragraph.</param>
/// <param name="Example">A plan that provokes it (for <see cref="FoundBy.Settings"/> a <c>lumina.json</c>, for <see cref="FoundBy.Rules"/> a file of rules); empty where that would have to be
/// a very large one.</param>
public sealed record DiagnosticEntry(int Number, string Name, Severity Severity, string Title, string Explanation, string Example)
{
    /// <summary><c>LUM</c> and the number; stable for ever.</summary>
    public string Code { get; } = "LUM" + Number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);

    public FoundBy FoundBy { get; init; }

    /// <summary>Whether it is only looked for when <c>lumina.json</c> asks for it.</summary>
    public bool IsOffByDefault { get; init; }

    /// <summary>Whether authors decide about it. An error stays one.</summary>
    public bool CanBeChanged => Severity != Severity.Error && FoundBy is not (FoundBy.Settings or FoundBy.Rules);

    /// <summary>The level that it has unless <c>lumina.json</c> says otherwise.</summary>
    public FindingLevel DefaultLevel => IsOffByDefault ? FindingLevel.Off : FindingLevels.Of(Severity);

    /// <summary>Where its page is in the documentation, from the root of the repository.</summary>
    public string Help => $"docs/reference/diagnostics.md#{Code.ToLowerInvariant()}-{Name}";

    internal Diagnostic At(SourceLocation location, string message, TextFix? fix = null) => new(Code, Severity, location, message, fix);
}
