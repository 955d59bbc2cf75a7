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

    internal static readonly DiagnosticEntry CannotSplitTrafficEntry = new(5005, "target-cannot-split-traffic", Error,
        "The target can't share traffic by weight",
        "A canary and a blue-green rollout decide how much of the traffic each revision gets, and the component's target can't do that. Write strategy rolling or recreate, or run the environment on another target.",
        "plan p {}\nenvironment development { target simulated }\ncomponent web { command = \"run\"  port = 8080  strategy canary { step 5% for 1m } }\n")
    { FoundBy = FoundBy.Host };

    internal static readonly DiagnosticEntry NothingToVerifyAtEntry = new(5006, "nothing-to-verify-at", Error,
        "A verification over HTTP of a component without a port",
        "A new revision is asked at an address of its own, and a component without a port has none. Give it a port, or verify with a command.",
        "plan p {}\ncomponent web { command = \"run\"  strategy blue-green { verify http { path = \"/health\" } } }\n")
    { FoundBy = FoundBy.Host };

    internal static readonly DiagnosticEntry CannotMountFilesEntry = new(5007, "target-cannot-mount-files", Error,
        "A file at an absolute path on a target that mounts none",
        "The component wants a file at an absolute path, and its target puts files only into folders of the instance. Write a relative path, and let variable say where the file is.",
        "plan p {}\ncomponent web { command = \"run\"  config_file \"/etc/web.json\" { content = \"{}\" } }\n")
    { FoundBy = FoundBy.Host };

    internal static ImmutableArray<DiagnosticEntry> All =>
    [
        NoDriverEntry, CannotRunImagesEntry, CannotRunCommandsEntry, UnknownTargetEntry, CannotSplitTrafficEntry, NothingToVerifyAtEntry, CannotMountFilesEntry,
    ];

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

    /// <summary>A strategy that weighs traffic, on a target that can't.</summary>
    public static Diagnostic CannotSplitTraffic(SourceLocation at, string component, string target, string strategy) =>
        CannotSplitTrafficEntry.At(at, $"The target '{target}' can't share traffic by weight, which the strategy {strategy} of '{component}' needs.");

    /// <summary>A verification over HTTP without a port.</summary>
    public static Diagnostic NothingToVerifyAt(SourceLocation at, string component) =>
        NothingToVerifyAtEntry.At(at, $"The component '{component}' has no port at which it could be verified over HTTP.");

    /// <summary>A file at an absolute path, on a target that mounts none.</summary>
    public static Diagnostic CannotMountFiles(SourceLocation at, string component, string path, string target) =>
        CannotMountFilesEntry.At(at, $"The target '{target}' can't put a file at '{path}', where the component '{component}' wants it; write a relative path, and variable to say where it is.");

    internal static Diagnostic UnknownTarget(SourceLocation at, string kind, string known, string? near) =>
        UnknownTargetEntry.At(at, $"There is no target '{kind}'; there are {known}.{Suggestion.Ask(near)}", Suggestion.WriteWord(kind, near, at, Suggestion.WordsOf(known)));
}
