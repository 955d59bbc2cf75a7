using Lumina.Language.Plans;

namespace Lumina.Deployments.Environments;

/// <summary>
/// When an environment is frozen: a function of what its plan says and of the moment. On the day on which clocks change, a time that comes twice begins a
/// freeze the first time and ends it the second, and one that doesn't come at all is the moment at which the clocks jump over it.
/// </summary>
public static class Freeze
{
    /// <summary>Freezes that follow each other without end are looked through this far.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(14);

    /// <summary>Whether this machine has rules for the freeze's time zone.</summary>
    public static bool IsKnown(FreezeSpec freeze)
    {
        ArgumentNullException.ThrowIfNull(freeze);
        return TimeZoneInfo.TryFindSystemTimeZoneById(freeze.TimeZone, out _);
    }

    /// <summary>Until when nothing may begin; null when something may. Freezes that overlap or touch are one.</summary>
    /// <exception cref="TimeZoneNotFoundException">See <see cref="IsKnown"/>.</exception>
    public static DateTimeOffset? Until(IReadOnlyCollection<FreezeSpec>? freezes, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        while (freezes is { Count: > 0 } && EndOf(freezes, until ?? now) is { } end && end - now <= Farthest)
            until = end;
        return until;
    }

    private static DateTimeOffset? EndOf(IReadOnlyCollection<FreezeSpec> freezes, DateTimeOffset moment)
    {
        DateTimeOffset? last = null;
        foreach (var freeze in freezes)
        {
            if (EndOf(freeze, moment) is { } end && !(end <= last))
                last = end;
        }
        return last;
    }

    private static DateTimeOffset? EndOf(FreezeSpec freeze, DateTimeOffset moment)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(freeze.TimeZone);
        var today = TimeZoneInfo.ConvertTime(moment, zone).Date;
        for (var back = 0; back <= 7; back++)
        {
            var day = today.AddDays(-back);
            if (day.DayOfWeek != freeze.From.Day)
                continue;
            var begins = day + freeze.From.Time.ToTimeSpan();
            var ends = day.AddDays((freeze.To.Day - freeze.From.Day + 7) % 7) + freeze.To.Time.ToTimeSpan();
            if (ends <= begins)
                ends = ends.AddDays(7);
            if (Moment(begins, zone, first: true) <= moment && Moment(ends, zone, first: false) is var end && moment < end)
                return end;
        }
        return null;
    }

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone, bool first)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = !zone.IsAmbiguousTime(local) ? zone.GetUtcOffset(local)
            : first ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetAmbiguousTimeOffsets(local).Min();
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
