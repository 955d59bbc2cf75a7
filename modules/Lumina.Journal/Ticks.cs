namespace Lumina.Journal;

/// <summary>How the tables keep a moment: in units of 100 ns since 1970-01-01 UTC, which is all the precision that .NET has.</summary>
internal static class Ticks
{
    public static long Of(DateTimeOffset moment) => moment.UtcTicks - DateTime.UnixEpoch.Ticks;

    public static DateTimeOffset ToMoment(long ticks) => new(ticks + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
