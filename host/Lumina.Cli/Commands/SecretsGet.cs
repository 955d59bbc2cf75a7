using System.CommandLine;
using System.Globalization;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets get</c>.</summary>
internal sealed class SecretsGet : SecretsVerb
{
    private readonly Option<bool> _reveal = new("--reveal") { Description = "Print the value itself; without a line end behind it where that is no terminal." };

    public SecretsGet(World world, CommonOptions common)
        : base(
            world, common, "get", "Shows which version of a secret there is, and with --reveal its value. With --env, as that environment gets it. Needs no host.",
            "lumina secrets get db-password", "lumina secrets get tls-key --env production --reveal > key.pem")
    {
        Add(NameArgument);
        Add(_reveal);
        AddEnvironment();
        AddOptionsOfPlan();
    }

    protected override async Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var (name, environment, file) = (NameOf(session), EnvironmentOf(session), secrets.Read());
        var entry = file?.Find(name, environment) ?? throw SealedFolder.Missing(file, name, environment);
        if (!session.Value(_reveal))
        {
            if (session.Screen.Json) session.Print(SecretReport.Of(entry), json => json.SecretReport);
            else session.Screen.Result(string.Create(CultureInfo.InvariantCulture, $"{name} for {Whose(entry.Environment)}: version {entry.Version}, set {entry.CreatedAt:yyyy-MM-dd HH:mm:ss}Z, sealed with key {entry.KeyId}"));
            return ExitCode.Done;
        }

        var value = secrets.Open(entry);
        var text = value.RevealText();
        if (session.Screen.Json)
        {
            session.Print(SecretReport.Of(entry) with { Value = text ?? Convert.ToBase64String(value.Reveal()), Encoding = text is null ? "base64" : "text" }, json => json.SecretReport);
        }
        else if (session.World.OutIsTerminal)
        {
            if (text is null) throw CliException.BadCommandLine($"{name} is no text, and is not printed on a terminal.", $"Send it to a file: lumina secrets get {name} --reveal > FILE");
            session.Screen.Result(text);
        }
        else
        {
            var (_, output) = session.World.Streams();
            await output.WriteAsync(value.Reveal().ToArray(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }

        return ExitCode.Done;
    }
}
