using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Checks;

/// <summary>What a health check needs.</summary>
internal static class HealthChecks
{
    public static void Check(SectionSettings health, HealthSpec spec, Settings component, DiagnosticBag diagnostics)
    {
        if (spec.Kind == HealthKind.Command)
            CheckCommand(health, diagnostics);
        else if (component.Property("port") is null && !component.HasUnknown)
            diagnostics.Add(ValueFindings.MissingProperty(diagnostics.Locate(health.KindSpan), $"A health check by {health.Kind} needs a port: write port = …"));
        CheckUnused(health, "command", HealthKind.Command, spec, diagnostics);
        CheckUnused(health, "path", HealthKind.Http, spec, diagnostics);
        if (spec.Kind == HealthKind.Http)
            CheckPath(spec.Path, health.Settings, "a health check", diagnostics);
    }

    /// <summary>A path begins with a slash.</summary>
    /// <param name="path">The path.</param>
    /// <param name="settings">Where it stands.</param>
    /// <param name="of">What it is the path of, for messages.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void CheckPath(string path, Settings settings, string of, DiagnosticBag diagnostics)
    {
        if (path.StartsWith('/') || settings.Property("path") is not { } property)
            return;
        var at = diagnostics.Locate(property.Value.Span);
        var fix = property.Value is Syntax.LiteralSyntax ? new TextFix("begin it with /", at.Start + 1, 0, "/") { IsSafe = true } : null;
        diagnostics.Add(ValueFindings.BadText(at, $"The path of {of} begins with '/'; this one is '{path}'.", fix));
    }

    private static void CheckCommand(SectionSettings health, DiagnosticBag diagnostics)
    {
        if (health.Settings.Property("command") is null && !health.Settings.HasUnknown)
            diagnostics.Add(ValueFindings.MissingProperty(diagnostics.Locate(health.KindSpan), "A health check by command needs its command: write command = […]."));
    }

    private static void CheckUnused(SectionSettings health, string property, HealthKind of, HealthSpec spec, DiagnosticBag diagnostics)
    {
        if (spec.Kind != of && health.Settings.Property(property) is { } unused)
            diagnostics.Add(NameFindings.UnknownProperty(diagnostics.Locate(unused.Name.Span), property, "health " + health.Kind, null));
    }
}
