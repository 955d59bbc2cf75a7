using System.Collections.Immutable;
using System.Globalization;
using Lumina.Configuration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Configuring;

/// <summary>What instances have got other than what they should have.</summary>
/// <param name="Differences">One for each instance and thing, in their order; none when all is right.</param>
/// <param name="Unread">Instances that could not be asked for all, and why.</param>
public sealed record ConfigurationDrift(ImmutableArray<ConfigurationDifference> Differences, ImmutableArray<string> Unread)
{
    /// <summary>Compares fingerprints. What an instance has besides is its own matter: every process has variables that nobody wrote in a plan.</summary>
    /// <param name="wanted">What they should have.</param>
    /// <param name="got">What they have.</param>
    public static ConfigurationDrift Between(ConfigurationVersion wanted, IEnumerable<InstanceConfiguration> got)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(got);
        var differences = ImmutableArray.CreateBuilder<ConfigurationDifference>();
        var unread = ImmutableArray.CreateBuilder<string>();
        foreach (var instance in got.OrderBy(i => i.Instance, StringComparer.Ordinal))
        {
            if (instance.Variables is not { } variables)
                unread.Add($"the variables of instance {instance.Instance} can't be read: {instance.Unreadable ?? "the target does not say why"}");
            else
            {
                foreach (var (name, value) in wanted.Variables)
                    Compare(instance.Instance, $"{(value.Secret is null ? "config" : "secret")} {name}", Shown(value), value.Fingerprint, variables.GetValueOrDefault(name));
            }
            foreach (var (path, file) in wanted.Files)
                Compare(instance.Instance, $"file {path}", file.Fingerprint, file.Fingerprint, instance.Files.GetValueOrDefault(path));
        }
        return new ConfigurationDrift(differences.ToImmutable(), unread.ToImmutable());

        void Compare(string instance, string what, string shown, string expected, string? found)
        {
            if (found != expected)
                differences.Add(new ConfigurationDifference(instance, what, shown, found));
        }
    }

    private static string Shown(ConfiguredValue value) => value switch
    {
        { Secret: VaultSecret { Version: { } version } } => string.Create(CultureInfo.InvariantCulture, $"version {version}, {value.Fingerprint}"),
        { Secret: SealedSecret { Version: > 0 and var version } } => string.Create(CultureInfo.InvariantCulture, $"version {version}, {value.Fingerprint}"),
        { Text: { } text } => $"\"{text}\" ({value.Fingerprint})",
        _ => value.Fingerprint,
    };
}

/// <summary>One thing that one instance has got otherwise.</summary>
/// <param name="Instance">Which.</param>
/// <param name="What"><c>config LOG_LEVEL</c>, <c>secret DB_KEY</c>, <c>file app.json</c>.</param>
/// <param name="Wanted">What it should have; of a secret the version and the fingerprint.</param>
/// <param name="Found">The fingerprint of what it has; null when it has none.</param>
public sealed record ConfigurationDifference(string Instance, string What, string Wanted, string? Found)
{
    private const string Config = "config ";

    /// <summary><c>instance web-2 has another LOG_LEVEL</c>.</summary>
    public string Sentence => $"instance {Instance} has {(Found is null ? "no" : "another")} {(What.StartsWith(Config, StringComparison.Ordinal) ? What[Config.Length..] : What)}";

    public override string ToString() => Found is null
        ? $"{What}: wanted {Wanted}, and instance {Instance} has none"
        : $"{What}: wanted {Wanted}, and instance {Instance} has another ({Found})";
}
