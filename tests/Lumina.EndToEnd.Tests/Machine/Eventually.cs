using System.Diagnostics;
using Xunit.Sdk;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>Waits for what must come true, and says what was there instead when it does not.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until what it sees is as it must be.</summary>
    /// <exception cref="XunitException">It was not in time.</exception>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isSo, TimeSpan? patience = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(start) > (patience ?? Patience))
                throw new XunitException($"{what}: not within {(patience ?? Patience).TotalSeconds} s. Last seen: {Text(seen)}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task<T> SeeAsync<T>(string what, Func<T> look, Func<T, bool> isSo, TimeSpan? patience = null) =>
        SeeAsync(what, () => Task.FromResult(look()), isSo, patience);

    private static string Text<T>(T seen) => seen is System.Collections.IEnumerable many and not string
        ? $"[{string.Join("; ", many.Cast<object?>())}]"
        : $"{seen}";
}
