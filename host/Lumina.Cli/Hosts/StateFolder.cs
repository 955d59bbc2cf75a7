using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.Plans;

namespace Lumina.Cli.Hosts;

/// <summary>The folder that a local host keeps its state in: <c>.lumina</c>.</summary>
internal sealed class StateFolder(string path)
{
    public const string Name = ".lumina";

    /// <summary>Absolute.</summary>
    public string Path { get; } = path;

    public string LogFile => System.IO.Path.Combine(Path, "host.log");

    /// <summary>The file that is where the folder, or one above it, would have to be; null when there is none.</summary>
    public string? FileInTheWay
    {
        get
        {
            for (var path = Path; path is not null && !Directory.Exists(path); path = System.IO.Path.GetDirectoryName(path))
                if (File.Exists(path)) return path;
            return null;
        }
    }

    private string EndpointFile => System.IO.Path.Combine(Path, "host.json");

    /// <summary>The one that is named; or else the one beside the plan; or else the nearest at or above the current folder.</summary>
    public static StateFolder Locate(string currentDirectory, string? named, string? planFile)
    {
        if (named is not null) return new(System.IO.Path.GetFullPath(named, currentDirectory));
        if (planFile is not null && System.IO.Path.GetDirectoryName(planFile) is { } folder)
            return new(System.IO.Path.Combine(folder, Name));
        var nearest = Nearest.Above(currentDirectory, Name, Directory.Exists);
        return new(nearest ?? System.IO.Path.Combine(currentDirectory, Name));
    }

    /// <summary>How to reach the host that last started here; null when none did.</summary>
    public HostEndpoint? ReadEndpoint()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(EndpointFile), ApiJson.Default.HostEndpoint);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // Not there, or just being written.
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCode.NoHost,
                new(
                    ProblemCodes.FileUnreadable, $"{EndpointFile} can't be read: {unreadable.Message}",
                    "It belongs to the user who started the host."));
        }
    }

    /// <exception cref="CliException">It can't be made.</exception>
    public void Create()
    {
        if (Directory.Exists(Path)) return;
        if (FileInTheWay is { } file) throw Impossible($"{file} is a file");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
            else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception impossible) when (impossible is IOException or UnauthorizedAccessException)
        {
            throw Impossible(impossible.Message);
        }
    }

    private CliException Impossible(string reason) => new(
        ExitCode.NoHost,
        new(ProblemCodes.HostFailed, $"The folder {Path} can't be made: {reason}", "Name one that can be written: --state DIR"));
}
