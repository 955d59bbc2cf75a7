using System.Globalization;
using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>How the journal is kept.</summary>
/// <param name="Keep">Events older than this are archived, once a day; null to keep all in the database.</param>
/// <param name="Archive">The folder for archives; null for <c>archive</c> in the host's.</param>
internal sealed record JournalSettings(TimeSpan? Keep, string? Archive)
{
    public const string KeepKey = "Lumina:Journal:Keep", ArchiveKey = "Lumina:Journal:Archive";

    private const int MostDays = 36_500;

    /// <exception cref="HostStartException">They can't be read.</exception>
    public static JournalSettings Read(IConfiguration configuration)
    {
        var archive = configuration[ArchiveKey] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        if (configuration[KeepKey] is not { Length: > 0 } text)
            return new(null, archive);
        return text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays
            ? new(TimeSpan.FromDays(days), archive)
            : throw new HostStartException(
                ProblemCodes.BadCommandLine, $"'{text}' does not say how long the journal is kept.", $"Write it in days: LUMINA_JOURNAL_KEEP=365d (1d to {MostDays}d), or leave it out.");
    }
}
