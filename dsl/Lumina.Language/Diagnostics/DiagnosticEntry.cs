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
}

/// <summary>What is known about a code.</summary>
/// <param name="Number">1xxx syntax, 2xxx binding and types, 3xxx plan and graph, 5xxx targets and capabilities, 6xxx style.</param>
/// <param name="Name">A short name in kebab-case.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">One line.</param>
/// <param name="Explanation">Why it is a problem and what to do; a short paragraph.</param>
/// <param name="Example">A plan that provokes it; empty where that would have to be a very large one.</param>
public sealed record DiagnosticEntry(int Number, string Name, Severity Severity, string Title, string Explanation, string Example)
{
    /// <summary><c>LUM</c> and the number; stable for ever.</summary>
    public string Code { get; } = "LUM" + Number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);

    public FoundBy FoundBy { get; init; }

    internal Diagnostic At(SourceLocation location, string message, TextFix? fix = null) => new(Code, Severity, location, message, fix);
}
