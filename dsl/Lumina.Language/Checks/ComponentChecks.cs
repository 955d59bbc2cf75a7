using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Language.Text;

namespace Lumina.Language.Checks;

/// <summary>What must hold, or had better hold, for a component by itself.</summary>
internal static class ComponentChecks
{
    private static readonly SearchValues<char> NotInImages = SearchValues.Create(" \t\r\n\"'");

    /// <summary>By these an instance knows who it is and where its files are, and agents know their instances.</summary>
    private static readonly FrozenSet<string> SetByLumina = FrozenSet.Create(StringComparer.Ordinal,
        "LUMINA_AGENT", "LUMINA_ENVIRONMENT", "LUMINA_PLAN", "LUMINA_COMPONENT", "LUMINA_REVISION", "LUMINA_INSTANCE", "LUMINA_RUN", "LUMINA_PROBE",
        "LUMINA_CONFIG_DIR", "LUMINA_SECRETS_DIR");

    public static void Check(ComponentSymbol component, Settings settings, ComponentSpec spec, DiagnosticBag diagnostics)
    {
        if (settings.Property("command") is null && settings.Property("image") is null && !settings.HasUnknown)
            diagnostics.Add(GraphFindings.NothingToRun(diagnostics.Locate(component.NameToken.Span), component.Name));
        if (spec.Scale is { } scale && settings.Property("replicas") is { } replicas && (spec.Replicas < scale.Min || spec.Replicas > scale.Max))
            diagnostics.Add(GraphFindings.ReplicasOutsideScale(diagnostics.Locate(replicas.Value.Span), spec.Replicas, scale.Min, scale.Max));
        if (settings.Property("image") is { } image && spec.Image is { } reference)
            CheckImage(reference, image.Value.Span, diagnostics);
        if (spec.Port is not null && spec.Health is null && settings.Section("health") is null && !settings.HasUnknown)
            diagnostics.Add(StyleFindings.NoHealth(diagnostics.Locate(component.NameToken.Span), component.Name));
    }

    /// <summary>Config becomes environment variables.</summary>
    /// <param name="key">The name of the variable.</param>
    /// <param name="at">Where it is written.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="mayBeMended">Whether what stands there is the name and nothing else.</param>
    public static void CheckConfigKey(string key, SourceLocation at, DiagnosticBag diagnostics, bool mayBeMended = true)
    {
        if (ProblemOfVariable(key) is { } problem)
            diagnostics.Add(ValueFindings.BadConfigKey(at, key, problem, mayBeMended ? Better(key) : null));
    }

    /// <summary>A secret becomes an environment variable too.</summary>
    public static void CheckSecretName(string name, TextSpan at, DiagnosticBag diagnostics)
    {
        if (ProblemOfVariable(name) is { } problem)
            diagnostics.Add(ValueFindings.BadSecretName(diagnostics.Locate(at), name, problem, Better(name)));
    }

    /// <summary>Why no target can give an instance a variable of this name; null when they can.</summary>
    public static string? ProblemOfVariable(string name) =>
        name == "PORT" ? "Lumina sets it to the port that the instance has to listen to"
        : SetByLumina.Contains(name) ? "Lumina sets it itself"
        : !IsVariableName(name) ? "it becomes an environment variable, which has letters, digits and '_' only"
        : null;

    /// <summary>A command, of a component or of a health check, names a program.</summary>
    /// <param name="command">What was read; null when it could not be.</param>
    /// <param name="settings">Where it stands.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void CheckCommand(ImmutableArray<string>? command, Settings settings, DiagnosticBag diagnostics)
    {
        if (command is { } words && words is [] or ["", ..] && settings.Property("command") is { } property)
            diagnostics.Add(ValueFindings.BadText(diagnostics.Locate(property.Value.Span), "A command can't be empty: write the program and its arguments."));
    }

    /// <summary>A command that has to be there.</summary>
    public static void CheckNeededCommand(ImmutableArray<string>? command, SectionSettings section, string what, DiagnosticBag diagnostics)
    {
        if (section.Settings.Property("command") is null && !section.Settings.HasUnknown)
            diagnostics.Add(ValueFindings.MissingProperty(diagnostics.Locate(section.KindSpan), $"{what} needs its command: write command = […]."));
        CheckCommand(command, section.Settings, diagnostics);
    }

    private static void CheckImage(string image, TextSpan at, DiagnosticBag diagnostics)
    {
        if (image.Length == 0 || image.AsSpan().ContainsAny(NotInImages))
        {
            diagnostics.Add(ValueFindings.BadText(diagnostics.Locate(at), "An image is a reference such as lumina/web:1.4.0, without blanks."));
            return;
        }
        var name = image[(image.LastIndexOf('/') + 1)..];
        var tag = name.IndexOf(':', StringComparison.Ordinal);
        var floats = !name.Contains('@') && (tag < 0 || name[(tag + 1)..] is "latest" or "");
        if (floats)
            diagnostics.Add(StyleFindings.FloatingTag(diagnostics.Locate(at), image));
    }

    private static bool IsVariableName(string key) =>
        key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string? Better(string key)
    {
        var better = string.Concat(key.Select(c => c is '-' or '.' ? '_' : c));
        return better != key && IsVariableName(better) ? better : null;
    }
}
