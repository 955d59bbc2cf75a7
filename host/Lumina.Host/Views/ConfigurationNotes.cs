using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;

namespace Lumina.Host.Views;

/// <summary>What is to be said of a running component's configuration.</summary>
internal static class ConfigurationNotes
{
    /// <summary>In a sentence; null when all is as it should be.</summary>
    public static string? Of(ComponentState state, RunningConfiguration? configuration, DateTimeOffset now)
    {
        string?[] notes =
        [
            configuration is { Drift: [var first, ..] drift }
                ? string.Create(CultureInfo.InvariantCulture, $"{first.Sentence} than configuration {configuration.Number} says{(drift.Length > 1 ? $", and {drift.Length - 1} more" : "")}: lumina up repairs it")
                : null,
            configuration is { Unread: { } unread, IsAnswered: false } ? $"whether its instances have what they should have is not known: {unread}" : null,
            LeaseText.Ending(state, now) is [var lease, ..] ? $"credentials: {LeaseText.Of(lease, now)}: lumina up makes them anew" : null,
        ];
        var said = notes.Where(note => note is not null).ToArray();
        return said.Length == 0 ? null : string.Join("; ", said);
    }

    public static ConfigurationStatus? Show(RunningConfiguration? configuration) => configuration is null ? null : new ConfigurationStatus(
        configuration.Number, [.. configuration.Drift.Select(d => new ConfigurationDrifted(d.Instance, d.What, d.Wanted, d.Found))], configuration.Unread);
}
