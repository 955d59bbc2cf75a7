using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Secrets;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets edit</c>.</summary>
internal sealed class SecretsEdit : SecretsVerb
{
    private readonly Option<bool> _onDisk = new("--on-disk") { Description = "Where there is no folder that is only in memory, let the value lie on a disk meanwhile." };

    public SecretsEdit(World world, CommonOptions common)
        : base(
            world, common, "edit",
            "Opens the value of a secret in an editor (VISUAL, EDITOR, or vi) and seals what was saved. It lies meanwhile in a file in memory that only its owner can read. Needs no host.",
            "lumina secrets edit service-account --env production")
    {
        Add(NameArgument);
        Add(_onDisk);
        AddEnvironment();
        AddOptionsOfPlan();
    }

    protected override async Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var (name, environment, file) = (NameOf(session), EnvironmentOf(session), secrets.Read());
        var before = secrets.Open(file?.Newest(name, environment) ?? throw SealedFolder.Missing(file, name, environment));
        var after = await EditAsync(session, before, cancellationToken);
        var change = await secrets.SetAsync(name, environment, after, cancellationToken);
        if (session.Screen.Json) session.Print(SecretReport.Of(change), json => json.SecretReport);
        else session.Screen.Report($"{name} for {Whose(environment)} is {(change.IsNew ? $"now version {change.Entry.Version}" : "unchanged")}", Tone.Good);
        return ExitCode.Done;
    }

    private async Task<SecretValue> EditAsync(Session session, SecretValue before, CancellationToken cancellationToken)
    {
        var world = session.World;
        var inMemory = world.MemoryFolders().FirstOrDefault();
        if (inMemory is null && !session.Value(_onDisk))
            throw new CliException(ExitCode.Wrong, new(ProblemCodes.NowhereToEdit, "There is no folder here that is only in memory, so the value would lie on a disk.", "If that may be: --on-disk. Or: lumina secrets get --reveal, and set."));
        // Only for its owner; whatever an editor puts beside the file goes with it.
        var folder = System.IO.Path.Combine(inMemory ?? System.IO.Path.GetTempPath(), "lumina-" + System.IO.Path.GetRandomFileName());
        var path = System.IO.Path.Combine(folder, "value");
        try
        {
            CreatePrivate(folder, path, before.Reveal());
            var editor = world.Variable("VISUAL") is { Length: > 0 } visual ? visual : world.Variable("EDITOR") is { Length: > 0 } plain ? plain : "vi";
            var code = await world.Edit(editor, path, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (code != 0) throw new CliException(ExitCode.Failed, new(ProblemCodes.NowhereToEdit, $"The editor ended with exit code {code}. Nothing was changed.", "Set EDITOR to one that works here."));
            var saved = await File.ReadAllBytesAsync(path, cancellationToken);
            // Editors end a text with a line's end, whether it had one or not.
            return SecretValue.Of(saved.AsSpan().EndsWith("\n"u8) && !before.Reveal().EndsWith("\n"u8) ? saved.AsSpan()[..^1] : saved);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw new CliException(ExitCode.Failed, new(ProblemCodes.NowhereToEdit, $"It can't be edited: {unusable.Message}", "Nothing was changed."));
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static void CreatePrivate(string folder, string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
