using Lumina.Api;
using Microsoft.Win32.SafeHandles;

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
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (IsOpenToOthers(file.SafeFileHandle))
                throw Wrong($"Others than its owner and its group can read {path}, or its group can write it.", $"chmod 600 {path}");
            using var reader = new StreamReader(file);
            var token = reader.ReadToEnd().Trim();
            return token.Length >= Shortest && token.All(char.IsAsciiLetterOrDigit)
                ? token
                : throw Wrong($"{path} has no token: {Shortest} letters and digits or more.", "Make one: openssl rand -hex 32");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(ProblemCodes.FileUnreadable, $"The token can't be read: {unreadable.Message}", "Name a file with --token-file that this user can read.");
        }
    }

    /// <summary>Whether somebody can read an open file, or change it, whom its secret does not concern.</summary>
    public static bool IsOpenToOthers(SafeFileHandle file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0;

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}
