using System.Globalization;
using CsCheck;
using Lumina.Deployments.Environments;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Environments;

public sealed class FreezeTests
{
    [Theory]
    [InlineData("Fri 18:00", "Mon 06:00", "2026-11-27 17:59", null)]
    [InlineData("Fri 18:00", "Mon 06:00", "2026-11-27 18:00", "2026-11-30 06:00")]
    [InlineData("Fri 18:00", "Mon 06:00", "2026-11-29 12:00", "2026-11-30 06:00")]
    [InlineData("Fri 18:00", "Mon 06:00", "2026-11-30 05:59", "2026-11-30 06:00")]
    [InlineData("Fri 18:00", "Mon 06:00", "2026-11-30 06:00", null)]
    [InlineData("Wed 00:00", "Wed 02:00", "2026-11-25 01:00", "2026-11-25 02:00")]
    [InlineData("Wed 00:00", "Wed 02:00", "2026-11-25 03:00", null)]
    // All of the week but two hours.
    [InlineData("Wed 02:00", "Wed 00:00", "2026-11-25 01:00", null)]
    [InlineData("Wed 02:00", "Wed 00:00", "2026-11-25 02:00", "2026-12-02 00:00")]
    [InlineData("Wed 02:00", "Wed 00:00", "2026-11-24 23:59", "2026-11-25 00:00")]
    [InlineData("Sat 00:00", "Sun 00:00", "2026-12-31 12:00", null)]
    [InlineData("Thu 00:00", "Sat 00:00", "2026-12-31 12:00", "2027-01-02 00:00")]
    public void A_freeze_is_a_part_of_every_week(string from, string to, string now, string? until) =>
        Assert.Equal(Utc(until), Freeze.Until([Of(from, to)], Utc(now)!.Value));

    [Theory]
    // Winter: an hour after UTC; summer: two.
    [InlineData("2026-11-27 16:59", null)]
    [InlineData("2026-11-27 17:00", "2026-11-30 05:00")]
    [InlineData("2026-06-05 15:59", null)]
    [InlineData("2026-06-05 16:00", "2026-06-08 04:00")]
    // The clocks change within the freeze.
    [InlineData("2026-10-23 16:00", "2026-10-26 05:00")]
    [InlineData("2026-03-27 17:00", "2026-03-30 04:00")]
    public void It_goes_by_the_clocks_of_its_zone(string now, string? until) =>
        Assert.Equal(Utc(until), Freeze.Until([Of("Fri 18:00", "Mon 06:00", "Europe/Berlin")], Utc(now)!.Value));

    [Theory]
    // On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00, at 01:00 UTC.
    [InlineData("Sun 02:30", "Sun 12:00", "2026-03-29 00:59", null)]
    [InlineData("Sun 02:30", "Sun 12:00", "2026-03-29 01:00", "2026-03-29 10:00")]
    [InlineData("Sat 12:00", "Sun 02:30", "2026-03-29 00:59", "2026-03-29 01:00")]
    [InlineData("Sat 12:00", "Sun 02:30", "2026-03-29 01:00", null)]
    // It begins and ends within the hour that is not there: there is none.
    [InlineData("Sun 02:10", "Sun 02:50", "2026-03-29 01:00", null)]
    // On 25 October 2026 they go from 03:00 back to 02:00, at 01:00 UTC: 02:30 is at 00:30 and at 01:30 UTC.
    [InlineData("Sun 02:30", "Sun 12:00", "2026-10-25 00:29", null)]
    [InlineData("Sun 02:30", "Sun 12:00", "2026-10-25 00:30", "2026-10-25 11:00")]
    [InlineData("Sat 12:00", "Sun 02:30", "2026-10-25 00:45", "2026-10-25 01:30")]
    [InlineData("Sat 12:00", "Sun 02:30", "2026-10-25 01:30", null)]
    [InlineData("Sun 02:10", "Sun 02:50", "2026-10-25 01:05", "2026-10-25 01:50")]
    public void An_hour_that_is_skipped_or_comes_twice_is_frozen_rather_than_not(string from, string to, string now, string? until) =>
        Assert.Equal(Utc(until), Freeze.Until([Of(from, to, "Europe/Berlin")], Utc(now)!.Value));

    [Fact]
    public void Freezes_that_overlap_or_touch_are_one()
    {
        FreezeSpec[] freezes = [Of("Mon 00:00", "Mon 06:00"), Of("Fri 18:00", "Sat 12:00"), Of("Sat 10:00", "Mon 00:00"), Of("Tue 06:00", "Tue 07:00")];

        Assert.Equal(Utc("2026-11-30 06:00"), Freeze.Until(freezes, Utc("2026-11-27 20:00")!.Value));
        Assert.Null(Freeze.Until(freezes, Utc("2026-11-30 06:00")!.Value));
    }

    [Fact]
    public void A_week_that_is_frozen_all_through_has_an_answer()
    {
        var now = Utc("2026-11-27 20:00")!.Value;

        Assert.InRange(Freeze.Until([Of("Mon 00:00", "Thu 00:00"), Of("Thu 00:00", "Mon 00:00")], now)!.Value, now, now.AddDays(14));
    }

    [Fact]
    public void Without_freezes_nothing_is_frozen()
    {
        Assert.Null(Freeze.Until(null, DateTimeOffset.UnixEpoch));
        Assert.Null(Freeze.Until([], DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void A_zone_without_rules_here_is_known_as_such()
    {
        Assert.True(Freeze.IsKnown(Of("Fri 18:00", "Mon 06:00", "Europe/Berlin")));
        Assert.False(Freeze.IsKnown(Of("Fri 18:00", "Mon 06:00", "Nowhere/At_All")));
    }

    /// <summary>Whoever waits until then is through: at the end nothing is frozen, and at every moment before it something is.</summary>
    [Fact]
    public void The_end_of_a_freeze_is_its_end_wherever_clocks_change()
    {
        string[] zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"];
        var cases =
            from zone in Gen.Int[0, zones.Length - 1].Select(i => zones[i])
            from begins in Gen.Int[0, (7 * 24 * 60) - 1]
            from lasts in Gen.Int[1, (7 * 24 * 60) - 61]
            from now in Gen.Int[0, 2 * 366 * 24 * 60]
            from part in Gen.Double[0, 1]
            select (zone, begins, lasts, now, part);

        cases.Sample(c =>
        {
            var freeze = new FreezeSpec { From = At(c.begins), To = At(c.begins + c.lasts), TimeZone = c.zone };
            var now = Utc("2026-01-01 00:00")!.Value.AddMinutes(c.now);
            if (Freeze.Until([freeze], now) is not { } until)
                return;
            Assert.InRange(until, now, now.AddDays(7).AddHours(2));
            Assert.NotEqual(now, until);
            Assert.Equal(until, Freeze.Until([freeze], now + ((until - now) * c.part * 0.999)));
            Assert.Null(Freeze.Until([freeze], until));
        }, iter: 20_000);
    }

    private static WeekTime At(int minute) =>
        new((DayOfWeek)(minute / (24 * 60) % 7), TimeOnly.MinValue.AddMinutes(minute % (24 * 60)));

    private static FreezeSpec Of(string from, string to, string zone = "UTC") =>
        new() { From = WeekTime.TryParse(from)!.Value, To = WeekTime.TryParse(to)!.Value, TimeZone = zone };

    private static DateTimeOffset? Utc(string? text) =>
        text is null ? null : DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
