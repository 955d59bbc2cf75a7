using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Secrets;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets set</c>.</summary>
internal sealed class SecretsSet : SecretsVerb
{
    private const int Limit = 1024 * 1024;

    private readonly Option<string?> _fromFile = new("--from-file") { Description = "Take the value from a file, byte for byte.", HelpName = "FILE" };

    public SecretsSet(World world, CommonOptions common)
        : base(
            world, common, "set",
            "Keeps a value encrypted in lumina.sealed. The value is asked for without being shown, or comes from standard input, of which one line end at its end is left out; never from the command line. Needs no host.",
            "lumina secrets set db-password", "lumina secrets set db-password --env production", "lumina secrets set tls-key --from-file key.pem")
    {
        Add(NameArgument);
        Add(_fromFile);
        AddEnvironment();
        AddOptionsOfPlan();
    }

    /// <summary>Whoever wrote a value on the command line is told so, and the value is not printed once more.</summary>
    public static Problem ValueOnCommandLine { get; } = new(
        ProblemCodes.SecretOnCommandLine, "lumina secrets set takes one name, and no value on the command line: others could read it there, and the shell keeps it in its history.",
        "Leave it out to be asked, or send it: printf %s \"$VALUE\" | lumina secrets set NAME. If it was typed here, change it where it is from.");

    protected override async Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var (name, environment) = (NameOf(session), EnvironmentOfPlan(session));
        var change = await secrets.SetAsync(name, environment, await ValueAsync(session, cancellationToken), cancellationToken);
        if (session.Screen.Json) session.Print(SecretReport.Of(change), json => json.SecretReport);
        if (change.MadeKey is { } key)
            session.Screen.Message($"a master key was made: {System.IO.Path.Combine(MasterKeys.Of(session.World.Variable).Folder, key + ".key")}. Keep a copy of it where secrets are kept: nothing opens {SealedFile.Name} without it", Tone.Doubtful);
        if (!session.Screen.Json)
            session.Screen.Report(change.IsNew ? $"{name} for {Whose(environment)} is now version {change.Entry.Version}" : $"{name} for {Whose(environment)} is unchanged: version {change.Entry.Version} has that value", Tone.Good);
        return ExitCode.Done;
    }

    private async Task<SecretValue> ValueAsync(Session session, CancellationToken cancellationToken)
    {
        if (session.Value(_fromFile) is { } file) return await FileAsync(file, session.World, cancellationToken);
        if (session.World.CanAsk)
        {
            // Reading a console can't be cancelled: an interrupt must not wait for the Enter key.
            var typed = await Task.Run(() => session.World.ReadHidden("value: "), CancellationToken.None).WaitAsync(cancellationToken);
            return typed is { Length: > 0 } ? SecretValue.Of(typed) : throw CliException.BadCommandLine("No value was given.", "Nothing was changed.");
        }

        var (input, _) = session.World.Streams();
        var sent = (await ReadAsync(input, cancellationToken)).AsMemory();
        if (sent.Span.EndsWith("\n"u8)) sent = sent[..^(sent.Span.EndsWith("\r\n"u8) ? 2 : 1)];
        return sent.Length > 0 ? SecretValue.Of(sent.Span) : throw CliException.BadCommandLine("No value came from standard input.", "An empty one can be kept with --from-file.");
    }

    private static async Task<SecretValue> FileAsync(string name, World world, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(System.IO.Path.GetFullPath(name, world.CurrentDirectory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return SecretValue.Of(await ReadAsync(file, cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"The value can't be read: {unreadable.Message}", "Name another file with --from-file."));
        }
    }

    // No more than is needed to see that it is too much.
    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; bytes.Length <= Limit && (read = await input.ReadAsync(buffer, cancellationToken)) > 0;)
            bytes.Write(buffer, 0, read);
        return bytes.ToArray();
    }
}
