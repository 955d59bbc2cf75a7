using System.Collections.Immutable;

namespace Lumina.Configuration.Comparing;

/// <summary>What is another between two configurations of a component. Where a value was written is not looked at.</summary>
/// <param name="Changes">Variables by name, then files by path.</param>
public sealed record ConfigurationComparison(ImmutableArray<ConfigurationChange> Changes)
{
    public static ConfigurationComparison Between(ConfigurationVersion before, ConfigurationVersion after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(
        [
            .. Names(before.Variables.Keys, after.Variables.Keys)
                .Select(name => Of(name, before.Variables.GetValueOrDefault(name), after.Variables.GetValueOrDefault(name))).OfType<ConfigurationChange>(),
            .. Names(before.Files.Keys, after.Files.Keys)
                .Select(path => Of(path, before.Files.GetValueOrDefault(path), after.Files.GetValueOrDefault(path))).OfType<ConfigurationChange>(),
        ]);
    }

    private static IEnumerable<string> Names(IEnumerable<string> before, IEnumerable<string> after) => before.Union(after, StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static ConfigurationChange? Of(string name, ConfiguredValue? before, ConfiguredValue? after)
    {
        var (was, will) = (Shown(before), Shown(after));
        var isSameValue = before?.Fingerprint == after?.Fingerprint;
        return was == will && isSameValue ? null
            : new ConfigurationChange((after ?? before)?.Secret is null ? $"config {name}" : $"secret {name}", was, will) { IsSameValue = before is not null && after is not null && isSameValue };
    }

    private static string? Shown(ConfiguredValue? value) => value switch
    {
        null => null,
        { Secret: { } secret } => SecretPlace.Of(secret),
        _ => value.Text ?? "",
    };

    private static ConfigurationChange? Of(string path, ConfiguredFile? before, ConfiguredFile? after)
    {
        var (was, will) = (before is null ? null : SecretPlace.TextOf(before), after is null ? null : SecretPlace.TextOf(after));
        var isSameValue = before?.Fingerprint == after?.Fingerprint;
        if (was == will && isSameValue && before?.Variable == after?.Variable)
            return null;
        // What is around a secret may give it away as well: of such a file only is told what its secrets are.
        var isSecret = (before is not null && SecretPlace.IsSecret(before)) || (after is not null && SecretPlace.IsSecret(after));
        return new ConfigurationChange($"file {path}", Summary(before), Summary(after))
        {
            IsSameValue = before is not null && after is not null && isSameValue,
            Lines = isSecret ? [] : LineComparison.Of(was ?? "", will ?? ""),
        };
    }

    private static string? Summary(ConfiguredFile? file)
    {
        if (file is null)
            return null;
        var secrets = file.Pieces.Select(piece => piece.Secret).OfType<Language.Plans.SecretReference>().Select(SecretPlace.Of).Distinct().ToArray();
        var what = secrets.Length == 0 ? file.Fingerprint : $"{file.Fingerprint}, with {string.Join("; ", secrets)}";
        return file.Variable is { } variable ? $"{what}, in ${variable}" : what;
    }
}

/// <summary>One thing that is another.</summary>
/// <param name="Path"><c>config LOG_LEVEL</c>, <c>secret DB_KEY</c>, <c>file app.json</c>.</param>
/// <param name="Before">A variable's value, where a secret is kept with its version, a file's fingerprint and secrets; null when it was not there.</param>
/// <param name="After">The same now; null when it is not there any more.</param>
public sealed record ConfigurationChange(string Path, string? Before, string? After)
{
    /// <summary>Whether instances get the same all the same: it is only kept elsewhere, or in another version with the same value.</summary>
    public bool IsSameValue { get; init; }

    /// <summary>Of a file that is not secret: its lines as in a unified difference, <c>-</c>, <c>+</c> or a blank before each.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];
}
