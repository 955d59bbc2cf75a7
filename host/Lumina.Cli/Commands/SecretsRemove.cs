using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets rm</c>.</summary>
internal sealed class SecretsRemove : SecretsVerb
{
    public SecretsRemove(World world, CommonOptions common)
        : base(
            world, common, "rm", "Takes all versions of a secret out of lumina.sealed. What git has of it stays, and what runs keeps it. Asks, unless told --yes. Needs no host, and no key.",
            "lumina secrets rm db-password --env staging", "lumina secrets rm old-token --yes")
    {
        Add(NameArgument);
        Add(common.Yes);
        AddEnvironment();
        AddOptionsOfPlan();
    }

    protected override async Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var (name, environment) = (NameOf(session), EnvironmentOf(session));
        var file = secrets.Read();
        var newest = file?.Newest(name, environment) ?? throw SealedFolder.Missing(file, name, environment);
        if (!session.Value(Common.Yes))
        {
            if (!session.World.CanAsk) throw CliException.BadCommandLine($"{name} for {Whose(environment)} would be removed, and nobody can be asked.", "If that is meant: --yes");
            if (!await session.Screen.AskAsync($"Remove {name} for {Whose(environment)}, version {newest.Version} and those before it? [y/N] ", cancellationToken))
            {
                session.Screen.Complaint("nothing was removed");
                return ExitCode.Failed;
            }
        }

        var count = await secrets.RemoveAsync(name, environment, cancellationToken);
        if (session.Screen.Json) session.Print(SecretReport.Of(newest) with { Change = "removed" }, json => json.SecretReport);
        else session.Screen.Report($"removed: {name} for {Whose(environment)}, {Wording.Count(count, "version")}", Tone.Good);
        return ExitCode.Done;
    }
}
