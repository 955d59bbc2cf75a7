using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.Plans;
using Lumina.Cli.Policies;
using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Reports;

/// <summary>Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the code. Written by hand: the SDK would cost the command line
/// more time to start than all of its other work.</summary>
internal sealed class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    private readonly Utf8JsonWriter _json;
    private readonly FixPlaces _places;
    private readonly IReadOnlyCollection<Diagnostic> _findings;
    private readonly List<DiagnosticEntry> _rules;

    private SarifReport(Utf8JsonWriter json, Func<string, string?> textOf, IReadOnlyCollection<Diagnostic> findings, LoadedPlan plan)
    {
        _json = json;
        _places = new(textOf);
        _findings = findings;
        _rules =
        [
            .. findings.Concat(plan.Compiled.Silenced.Select(s => s.Finding)).Select(d => DiagnosticCatalogue.Find(d.Code)).OfType<DiagnosticEntry>()
                .Distinct().OrderBy(e => e.Number),
        ];
    }

    public static string Of(LoadedPlan plan) => Of(plan, plan.TextOf, plan.Compiled.Diagnostics, []);

    /// <summary>With what was found in rules, and what they say: a result for each decision, which is about the plan's file as a whole.</summary>
    public static string Of(LoadedPlan plan, LoadedRules rules, PolicyCheckOfPlan report) =>
        Of(plan, file => plan.TextOf(file) ?? rules.TextOf(file), [.. plan.Compiled.Diagnostics, .. rules.Diagnostics], report.Environments);

    private static string Of(LoadedPlan plan, Func<string, string?> textOf, IReadOnlyCollection<Diagnostic> findings, IReadOnlyList<CheckedEnvironment> environments)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new SarifReport(json, textOf, findings, plan).Write(plan, environments);
        return Encoding.UTF8.GetString(written.ToArray());
    }

    private void Write(LoadedPlan plan, IReadOnlyList<CheckedEnvironment> environments)
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", Schema);
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        WriteTool();
        _json.WriteString("columnKind", "utf16CodeUnits");
        _json.WriteStartArray("results");
        foreach (var finding in _findings) WriteResult(finding, reason: null);
        foreach (var silenced in plan.Compiled.Silenced) WriteResult(silenced.Finding, silenced.Reason);
        foreach (var environment in environments)
            foreach (var decision in environment.Decisions) WriteDecision(plan.File.Name, environment.Environment, decision);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteTool()
    {
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", "lumina");
        _json.WriteString("version", typeof(SarifReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");
        _json.WriteStartArray("rules");
        foreach (var rule in _rules) WriteRule(rule);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteRule(DiagnosticEntry rule)
    {
        _json.WriteStartObject();
        _json.WriteString("id", rule.Code);
        _json.WriteString("name", PascalCase(rule.Name));
        WriteText("shortDescription", rule.Title + ".");
        WriteText("fullDescription", rule.Explanation);
        WriteText("help", $"{rule.Explanation} See {rule.Help}");
        _json.WriteStartObject("defaultConfiguration");
        if (rule.IsOffByDefault) _json.WriteBoolean("enabled", false);
        _json.WriteString("level", LevelOf(rule.Severity));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteResult(Diagnostic finding, string? reason)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId", finding.Code);
        var index = _rules.FindIndex(rule => rule.Code == finding.Code);
        if (index >= 0) _json.WriteNumber("ruleIndex", index);
        _json.WriteString("level", LevelOf(finding.Severity));
        WriteText("message", finding.Message);
        WriteLocation(finding.Location);
        if (finding.Fix is { } fix && _places.Of(finding) is { } place) WriteFix(fix, place);
        if (reason is not null) WriteSuppression("inSource", reason);
        _json.WriteEndObject();
    }

    private void WriteDecision(string plan, string environment, PolicyDecision decision)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId", decision.Rule);
        _json.WriteString("level", decision.Effect is "deny" ? "error" : "warning");
        WriteText("message", $"{environment}, {decision.Subject}: {decision.Message}");
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        WriteArtifact(plan);
        _json.WriteEndObject();
        _json.WriteStartArray("logicalLocations");
        _json.WriteStartObject();
        _json.WriteString("fullyQualifiedName", $"{environment}/{decision.Component ?? decision.Subject}");
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (decision.Waiver is { } waiver) WriteSuppression("external", $"{waiver.Reason} (until {waiver.Until:yyyy-MM-dd}, by {waiver.By})");
        _json.WriteEndObject();
    }

    private void WriteLocation(SourceLocation at)
    {
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        WriteArtifact(at.File);
        WriteRegion("region", at);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteFix(TextFix fix, SourceLocation place)
    {
        _json.WriteStartArray("fixes");
        _json.WriteStartObject();
        WriteText("description", fix.Title);
        _json.WriteStartArray("artifactChanges");
        _json.WriteStartObject();
        WriteArtifact(place.File);
        _json.WriteStartArray("replacements");
        _json.WriteStartObject();
        WriteRegion("deletedRegion", place);
        WriteText("insertedContent", fix.Replacement);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteSuppression(string kind, string reason)
    {
        _json.WriteStartArray("suppressions");
        _json.WriteStartObject();
        _json.WriteString("kind", kind);
        if (reason.Length > 0) _json.WriteString("justification", reason);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteArtifact(string file)
    {
        _json.WriteStartObject("artifactLocation");
        _json.WriteString("uri", UriOf(file));
        _json.WriteEndObject();
    }

    private void WriteRegion(string name, SourceLocation at)
    {
        _json.WriteStartObject(name);
        _json.WriteNumber("startLine", at.Line);
        _json.WriteNumber("startColumn", at.Column);
        _json.WriteNumber("endLine", at.EndLine);
        _json.WriteNumber("endColumn", at.EndColumn);
        _json.WriteEndObject();
    }

    private void WriteText(string name, string text)
    {
        _json.WriteStartObject(name);
        _json.WriteString("text", text);
        _json.WriteEndObject();
    }

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string UriOf(string file) => Path.IsPathFullyQualified(file)
        ? new Uri(file).AbsoluteUri
        : string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));

    private static string PascalCase(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
