using System.Text;
using Lumina.Api;
using Lumina.Cli.SavedPlans;

namespace Lumina.Cli.Plans;

/// <summary>A plan's text, and where it lies.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Name">As problems name it: relative to the current folder where it lies below it.</param>
/// <param name="Text">Its text.</param>
internal sealed record PlanFile(string Path, string Name, string Text)
{
    public const string DefaultName = "lumina.deploy";
    private const int Limit = 100 * 1024 * 1024;

    /// <summary>The folder that relative paths in the plan start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "/";

    /// <summary>The path of the plan that is meant: the one named, or else the nearest <c>lumina.deploy</c>; null when there is
    /// none.</summary>
    public static string? Locate(string currentDirectory, string? named) => named is null
        ? Nearest.Above(currentDirectory, DefaultName, File.Exists)
        : System.IO.Path.GetFullPath(named, currentDirectory);

    /// <exception cref="CliException">It is not there or can't be read.</exception>
    public static PlanFile Read(string currentDirectory, string? named)
    {
        if (Locate(currentDirectory, named) is not { } path)
        {
            throw Unreadable(
                $"There is no {DefaultName} in {currentDirectory} nor above it.",
                "Name a plan, or go to the folder that has one: lumina VERB PLAN");
        }

        if (named is not null && SavedPlanFile.IsMeantBy(path))
            throw CliException.BadCommandLine($"{named} is a saved plan, not a plan's text.", $"Do what it says: lumina apply {named}");
        if (Directory.Exists(path)) throw Unreadable($"{named} is a folder, not a plan.", Remedy(path));
        try
        {
            return new(path, Shortened(path, currentDirectory), ReadText(path, named ?? DefaultName));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable($"The plan {named} is not there.", $"Looked for {path}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw Unreadable($"The plan {path} can't be read: permission denied.", "Let this user read it: chmod u+r");
        }
        catch (IOException unreadable)
        {
            throw Unreadable($"The plan {path} can't be read: {unreadable.Message}", null);
        }
    }

    private static string ReadText(string path, string named)
    {
        // Not by its length: a pipe or a device has none.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Limit)
                throw Unreadable($"The plan {named} is too large: more than {Limit / 1024 / 1024} MB.", "Is it the right file?");
        }

        var content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        return Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
    }

    /// <summary>A path relative to the current folder where it lies below it.</summary>
    public static string Shortened(string path, string currentDirectory)
    {
        var relative = System.IO.Path.GetRelativePath(currentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string? Remedy(string folder)
    {
        var inside = System.IO.Path.Combine(folder, DefaultName);
        return File.Exists(inside) ? $"Did you mean {inside}?" : null;
    }

    private static CliException Unreadable(string message, string? remedy) =>
        new(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, message, remedy));
}
