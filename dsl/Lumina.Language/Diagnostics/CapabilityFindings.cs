using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>501x: what the language has and a host can't carry out yet. Found when a plan that has it is previewed or applied.</summary>
public static class CapabilityFindings
{
    internal static readonly DiagnosticEntry NotOnTargetEntry = Host(5010, "strategy-not-carried-out",
        "A part of a strategy that the host can't carry out",
        "The checks of a canary need traffic that is measured, and choosing users, mirroring and keeping clients need requests that can be told apart. Not every target can do that. Metrics of Prometheus, of JSON documents and of commands need no such target.",
        "plan p {}\ncomponent web { command = \"run\"  strategy canary { step 5% for 1m  check errors { metric = error_rate  max = 1% } } }\n");

    internal static readonly DiagnosticEntry NoSecretStoreEntry = Host(5011, "no-secret-store",
        "The host knows no Vault",
        "The component takes a secret from a Vault, and the host was told of none. Start it with --vault URL, or with LUMINA_VAULT_ADDR. Sealed secrets (sealed) need none.",
        "plan p {}\ncomponent web { command = \"run\"  secret KEY = vault(\"web\", \"key\") }\n");

    internal static readonly DiagnosticEntry NoScaleEntry = Host(5012, "scale-not-carried-out",
        "The host can't let the number of instances follow the load",
        "This version of Lumina keeps a fixed number of instances. Write replicas.",
        "plan p {}\ncomponent web { command = \"run\"  scale { min = 1  max = 4 } }\n");

    internal static readonly DiagnosticEntry NoResourcesEntry = Host(5013, "resources-not-limited",
        "The host can't limit what an instance uses",
        "This version of Lumina starts instances without limits for processor and memory.",
        "plan p {}\ncomponent web { command = \"run\"  resources { memory = 512MiB } }\n");

    internal static readonly DiagnosticEntry NoSoakEntry = Host(5016, "soak-not-waited-for",
        "The host can't wait until a version has run elsewhere",
        "The environment wants the plan to have run well in another one for a while, and this version of Lumina doesn't know how long it has.",
        "plan p {}\nenvironment a { target process }\nenvironment b { target process  after a soak 1h }\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry NoInfrastructureEntry = Host(5017, "infrastructure-not-applied",
        "The host can't apply infrastructure",
        "The plan has infrastructure that has to be there first, and this version of Lumina can't apply it.",
        "plan p {}\ninfrastructure network { terraform \"infra\" }\ncomponent web { command = \"run\" }\n");

    internal static readonly DiagnosticEntry NoKeepPreviousEntry = Host(5019, "previous-not-kept",
        "A strategy that leaves no instances to keep",
        "A rolling update and recreate stop the instances of the revision before on the way, so that none are left to be kept. Write strategy blue-green or canary, or leave keep_previous out.",
        "plan p {}\ncomponent web { command = \"run\"  rollback { keep_previous = 10m } }\n");

    internal static readonly DiagnosticEntry NoTimeZoneEntry = Host(5020, "time-zone-not-here",
        "The host's machine doesn't know a freeze's time zone",
        "The name is right, but the machine that the host runs on has no rules for that time zone, so that it can't tell when the freeze begins and ends. Install its time zone data (the package tzdata).",
        "plan p {}\nenvironment production { target process  freeze \"Fri 18:00\" to \"Mon 06:00\" in \"Europe/Berlin\" }\ncomponent web { command = \"run\" }\n");

    internal static ImmutableArray<DiagnosticEntry> All =>
    [
        NotOnTargetEntry, NoSecretStoreEntry, NoScaleEntry, NoResourcesEntry, NoSoakEntry, NoInfrastructureEntry,
        NoKeepPreviousEntry, NoTimeZoneEntry,
    ];

    /// <summary>A canary that is about traffic, of a component that gets none.</summary>
    public static Diagnostic NoTraffic(SourceLocation at, string component) =>
        NotOnTargetEntry.At(at, $"The canary of the component '{component}' is about its traffic, and without a port it gets none.");

    /// <summary>A check of what the target doesn't measure.</summary>
    public static Diagnostic NoMetrics(SourceLocation at, string component, string target) =>
        NotOnTargetEntry.At(at, $"The canary of the component '{component}' has checks of its traffic, which the target '{target}' does not measure.");

    /// <summary>Matches, a mirror or sticky clients on a target that can't tell requests apart.</summary>
    public static Diagnostic NoRouting(SourceLocation at, string component, string target) =>
        NotOnTargetEntry.At(at, $"The canary of the component '{component}' chooses, copies or keeps requests, which the target '{target}' can't do.");

    /// <summary>A secret of a vault, on a host that knows none.</summary>
    public static Diagnostic NoVault(SourceLocation at, string component) =>
        NoSecretStoreEntry.At(at, $"The component '{component}' takes a secret from a vault, and this host was told of none (--vault URL, or LUMINA_VAULT_ADDR).");

    public static Diagnostic NoScale(SourceLocation at, string component) =>
        NoScaleEntry.At(at, $"The component '{component}' has a scale, which this host can't carry out yet; write replicas.");

    public static Diagnostic NoResources(SourceLocation at, string component) =>
        NoResourcesEntry.At(at, $"The component '{component}' has limits for its resources, which this host can't enforce yet.");

    public static Diagnostic NoSoak(SourceLocation at, string environment) =>
        NoSoakEntry.At(at, $"The environment '{environment}' has a soak, for which this host can't wait yet.");

    public static Diagnostic NoInfrastructure(SourceLocation at, string infrastructure) =>
        NoInfrastructureEntry.At(at, $"The infrastructure '{infrastructure}' has to be applied first, which this host can't do yet.");

    public static Diagnostic NoKeepPrevious(SourceLocation at, string component, string strategy) =>
        NoKeepPreviousEntry.At(at, $"The component '{component}' is to keep its previous instances, of which the strategy {strategy} leaves none.");

    public static Diagnostic NoTimeZone(SourceLocation at, string environment) =>
        NoTimeZoneEntry.At(at, $"The environment '{environment}' has a freeze in a time zone that the host's machine doesn't know.");

    private static DiagnosticEntry Host(int number, string name, string title, string explanation, string example) =>
        new(number, name, Error, title, explanation, example) { FoundBy = FoundBy.Host };
}
