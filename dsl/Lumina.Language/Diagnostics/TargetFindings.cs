using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>5xxx: what targets can do. Found by whoever knows the drivers.</summary>
public static class TargetFindings
{
    internal static readonly DiagnosticEntry NoDriverEntry = new(5001, "no-driver", Error,
        "No driver for the target",
        "The host that was asked has no driver for the target on which the environment, or the component, runs. Another host may have it; `lumina doctor` lists what this one has.",
        "plan p {}\nenvironment production { target kubernetes }\ncomponent web { image = \"web:1\" }\n")
    { FoundBy = FoundBy.Host };

    internal static readonly DiagnosticEntry CannotRunImagesEntry = new(5002, "target-cannot-run-images", Error,
        "The target can't run images",
        "The component has an image and no command, and its target runs commands only. Give it a command, or run the environment on a target that has containers.",
        "plan p {}\nenvironment development { target process }\ncomponent web { image = \"web:1\" }\n")
    { FoundBy = FoundBy.Host };

    internal static readonly DiagnosticEntry CannotRunCommandsEntry = new(5003, "target-cannot-run-commands", Error,
        "The target can't run plain commands",
        "The component has a command and no image, and its target runs images only. Give it an image, or run the environment on the process target.",
        "plan p {}\nenvironment production { target kubernetes }\ncomponent web { command = \"run\" }\n")
    { FoundBy = FoundBy.Host };

    internal static readonly DiagnosticEntry UnknownTargetEntry = new(5004, "unknown-target", Error,
        "No such target",
        "The targets are process, docker, kubernetes, terraform and simulated.",
        "plan p {}\nenvironment development { target proces }\ncomponent web { command = \"run\" }\n");

    internal static ImmutableArray<DiagnosticEntry> All => [NoDriverEntry, CannotRunImagesEntry, CannotRunCommandsEntry, UnknownTargetEntry];

    /// <summary>The host has no driver for the target of an environment.</summary>
    /// <param name="at">The environment: <see cref="Compilation.PlanCompilation.LocationOfEnvironment"/>.</param>
    /// <param name="environment">Its name.</param>
    /// <param name="target">The kind of its target.</param>
    public static Diagnostic NoDriver(SourceLocation at, string environment, string target) =>
        NoDriverEntry.At(at, $"The environment '{environment}' runs on target '{target}', for which this host has no driver.");

    /// <summary>The host has no driver for the target that a component names for itself.</summary>
    public static Diagnostic NoDriverForComponent(SourceLocation at, string component, string target) =>
        NoDriverEntry.At(at, $"The component '{component}' runs on target '{target}', for which this host has no driver.");

    /// <summary>A component with an image only, on a target that runs commands only.</summary>
    public static Diagnostic CannotRunImages(SourceLocation at, string component, string target) =>
        CannotRunImagesEntry.At(at, $"The target '{target}' can't run images, and the component '{component}' has no command.");

    /// <summary>A component with a command only, on a target that runs images only.</summary>
    public static Diagnostic CannotRunCommands(SourceLocation at, string component, string target) =>
        CannotRunCommandsEntry.At(at, $"The target '{target}' can't run plain commands, and the component '{component}' has no image.");

    internal static Diagnostic UnknownTarget(SourceLocation at, string kind, string known, string? near) =>
        UnknownTargetEntry.At(at, $"There is no target '{kind}'; there are {known}.{Suggestion.Ask(near)}", Suggestion.WriteWord(kind, near, at, Suggestion.WordsOf(known)));
}
