using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>A token that a person has made, for hosts that are to take the same.</summary>
internal static class TokenFile
{
    private const int Shortest = 32;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <exception cref="HostStartException">It can't be read, or is no secret.</exception>
    public static string Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                throw Wrong($"Others than its owner and its group can read {path}, or its group can write it.", $"chmod 600 {path}");
            var token = File.ReadAllText(path).Trim();
            return token.Length >= Shortest && token.All(char.IsAsciiLetterOrDigit)
                ? token
                : throw Wrong($"{path} has no token: {Shortest} letters and digits or more.", "Make one: openssl rand -hex 32");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(ProblemCodes.FileUnreadable, $"The token can't be read: {unreadable.Message}", "Name a file with --token-file that this user can read.");
        }
    }

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}
