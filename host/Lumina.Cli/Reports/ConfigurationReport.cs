using Lumina.Api;
using Lumina.Configuration;
using Lumina.Language.Plans;

namespace Lumina.Cli.Reports;

/// <summary>What <c>config show</c> prints as JSON. Since when it is there, the deployment that brought it first and the revision that had it last are null when that was archived.</summary>
internal sealed record ConfigurationReport(
    string Plan, string Environment, string Component, int Number, string? Digest, DateTimeOffset? Since, string? Deployment, int? Revision, bool Current,
    IReadOnlyList<VariableReport> Variables, IReadOnlyList<FileReport> Files)
{
    public static ConfigurationReport Of(ComponentConfigurations found, int number, ConfigurationVersion configuration)
    {
        var listed = found.Configurations.FirstOrDefault(c => c.Number == number);
        return new(
            found.Plan, found.Environment, found.Component, number, listed?.Digest, listed?.Since, listed?.Deployment, listed?.Revision, listed?.Current ?? false,
            [.. configuration.Variables.Select(v => new VariableReport(v.Key, v.Value.Text, Shown(v.Value.Secret), v.Value.Fingerprint, v.Value.Origin))],
            [.. configuration.Files.Select(f => new FileReport(f.Key, SecretPlace.TextOf(f.Value), SecretPlace.IsSecret(f.Value), f.Value.Variable, f.Value.Fingerprint, f.Value.Origin))]);
    }

    private static string? Shown(SecretReference? secret) => secret is null ? null : SecretPlace.Of(secret);
}

/// <summary>A variable: its value, or, of a secret, where that is kept, with its version.</summary>
internal sealed record VariableReport(string Name, string? Value, string? Secret, string Fingerprint, string? Origin);

/// <summary>A file. Where a secret is in it stands where that is kept.</summary>
internal sealed record FileReport(string Path, string Content, bool Secret, string? Variable, string Fingerprint, string? Origin);

/// <summary>What <c>config diff</c> prints as JSON.</summary>
internal sealed record ConfigurationDiffReport(string Plan, string Environment, string Component, int From, int To, IReadOnlyList<ConfigurationDiffEntry> Changes);

/// <summary>One thing that is another, as <see cref="Lumina.Configuration.Comparing.ConfigurationChange"/> has it.</summary>
internal sealed record ConfigurationDiffEntry(string Path, string? Before, string? After, bool SameValue, IReadOnlyList<string> Lines);
