using System.Collections.Immutable;
using System.Text;
using Lumina.Api;
using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Plans;

/// <summary>The <c>lumina.json</c> that holds for a plan: the nearest one in its folder or above.</summary>
/// <param name="Name">As problems name it; empty when there is none.</param>
/// <param name="Text">Its text.</param>
/// <param name="Levels">How seriously it wants findings to be taken.</param>
/// <param name="Problems">What is wrong in it.</param>
internal sealed record SettingsFile(string Name, string Text, FindingLevels Levels, ImmutableArray<Diagnostic> Problems)
{
    private const int Limit = 1024 * 1024;

    public static SettingsFile None { get; } = new("", "", FindingLevels.Default, []);

    /// <param name="folder">The plan's, absolute.</param>
    /// <param name="currentDirectory">What its name is made relative to.</param>
    /// <exception cref="CliException">It is there and can't be read.</exception>
    public static SettingsFile Near(string folder, string currentDirectory)
    {
        if (Nearest.Above(folder, LevelsFile.Name, File.Exists) is not { } path) return None;
        var name = PlanFile.Shortened(path, currentDirectory);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > Limit) throw Unreadable(name, $"it is larger than {Limit / 1024 / 1024} MB");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = reader.ReadToEnd();
            var read = LevelsFile.Read(name, text);
            return new(name, text, read.Levels, read.Problems);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, unreadable.Message);
        }
    }

    private static CliException Unreadable(string name, string why) =>
        new(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"{name} can't be read: {why}", null));
}
