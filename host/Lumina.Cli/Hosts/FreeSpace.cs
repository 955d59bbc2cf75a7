using Lumina.Api;

namespace Lumina.Cli.Hosts;

/// <summary>The room on the disk under a state folder.</summary>
internal static class FreeSpace
{
    // Less than a database needs for its next page and a log for its next lines.
    private const long Nothing = 64 * 1024;

    /// <summary>What to say when there is none left; null when there is, or when it can't be found out.</summary>
    public static Problem? Shortage(StateFolder state)
    {
        try
        {
            return new DriveInfo(state.Path).AvailableFreeSpace >= Nothing
                ? null
                : new(ProblemCodes.StoreUnavailable, $"The disk under {state.Path} is full.", "Make room there, or name another folder: --state DIR");
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
