using Lumina.Api;
using Lumina.Configuration;
using Lumina.Language.Plans;

namespace Lumina.Cli.Reports;

/// <summary>What <c>config show</c> prints as JSON.</summary>
/// <param name="Since">Since when it is there; null when that was archived.</param>
/// <param name="Deployment">The deployment that brought it first; null when that was archived.</param>
/// <param name="Revision">The revision that had it last; null when that was archived.</param>
/// <param name="Current">Whether what runs has it.</param>
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

/// <param name="Value">Null for a secret.</param>
/// <param name="Secret">Where it is kept, with its version; null when it is none.</param>
internal sealed record VariableReport(string Name, string? Value, string? Secret, string Fingerprint, string? Origin);

/// <param name="Content">Where a secret is in it stands where that is kept.</param>
/// <param name="Secret">Whether any of it is secret.</param>
/// <param name="Variable">The variable that says where it is; null for none.</param>
internal sealed record FileReport(string Path, string Content, bool Secret, string? Variable, string Fingerprint, string? Origin);

/// <summary>What <c>config diff</c> prints as JSON.</summary>
internal sealed record ConfigurationDiffReport(string Plan, string Environment, string Component, int From, int To, IReadOnlyList<ConfigurationDiffEntry> Changes);

/// <param name="Path"><c>config LOG_LEVEL</c>, <c>secret DB_KEY</c>, <c>file app.json</c>.</param>
/// <param name="SameValue">Whether instances get the same all the same.</param>
/// <param name="Lines">Of a file without secrets: its lines as in a unified difference.</param>
internal sealed record ConfigurationDiffEntry(string Path, string? Before, string? After, bool SameValue, IReadOnlyList<string> Lines);
