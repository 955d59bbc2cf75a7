namespace Lumina.Architecture.Tests;

/// <summary>Who may reference whom: the table of the architecture, as data.</summary>
internal static class ReferenceRules
{
    private const string Language = "Lumina.Language", LanguageServer = "Lumina.LanguageServer", Planning = "Lumina.Planning", Journal = "Lumina.Journal", Storage = "Lumina.Storage",
        Traffic = "Lumina.Traffic", Analysis = "Lumina.Analysis", Processes = "Lumina.Processes", Deployments = "Lumina.Deployments", Rehearsal = "Lumina.Rehearsal", Api = "Lumina.Api", Policy = "Lumina.Policy",
        Configuration = "Lumina.Configuration", Secrets = "Lumina.Secrets",
        TargetsProcess = "Lumina.Targets.Process", TargetsSimulated = "Lumina.Targets.Simulated";

    /// <summary>By project: what it may reference, directly. A project that is not here has to be given its line first.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        [Language] = [],
        [LanguageServer] = [Language],
        [Planning] = [Language],
        [Policy] = [Language, Planning],
        [Journal] = [Language],
        [Storage] = [Language],
        [Traffic] = [Language],
        [Analysis] = [Language],
        [Processes] = [Language],
        [Configuration] = [Language],
        [Secrets] = [Language],
        [Deployments] = [Language, Planning, Policy, Analysis, Journal, Configuration, Secrets],
        [TargetsProcess] = [Deployments, Language, Processes, Secrets],
        [TargetsSimulated] = [Deployments, Language, Secrets],
        [Rehearsal] = [Language, Planning, Journal, Analysis, Deployments, Secrets, TargetsSimulated],
        [Api] = [],
        ["Lumina.Agent"] = [Traffic, TargetsProcess, Processes, Deployments, Language, Secrets],
        ["Lumina.Host"] = [Api, Language, Planning, Policy, Analysis, Journal, Storage, Traffic, Processes, Deployments, Configuration, Secrets, Rehearsal, TargetsProcess, TargetsSimulated],
        ["Lumina.Cli"] = [Api, Configuration, Journal, Language, LanguageServer, Planning, Policy, Processes, Secrets],
        ["Lumina.Examples.Service"] = [],
    };

    /// <summary>References that the table does not allow, as sentences.</summary>
    /// <param name="project">Who references.</param>
    /// <param name="references">Whom; what is not ours is not looked at.</param>
    public static IEnumerable<string> Violations(string project, IEnumerable<string> references)
    {
        if (!Allowed.TryGetValue(project, out var allowed))
            return [$"{project} has no line in the table of allowed references"];
        return references
            .Where(reference => reference.StartsWith("Lumina.", StringComparison.Ordinal) && reference != project && !allowed.Contains(reference))
            .Select(reference => $"{project} may not reference {reference}");
    }
}
