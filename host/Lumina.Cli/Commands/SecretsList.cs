using System.Globalization;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Secrets.Sealing;
using Spectre.Console;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets list</c>.</summary>
internal sealed class SecretsList : SecretsVerb
{
    public SecretsList(World world, CommonOptions common)
        : base(world, common, "list", "Lists the secrets in lumina.sealed: names, environments, versions, never values. Needs no host, and no key.", "lumina secrets list", "lumina secrets list --output json") =>
        AddOptionsOfPlan();

    protected override Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var file = secrets.Read();
        var newest = (file?.Entries ?? []).GroupBy(entry => (entry.Name, entry.Environment)).Select(group => group.Last()).ToList();
        if (session.Screen.Json)
        {
            session.Print([.. newest.Select(SecretReport.Of)], json => json.SecretReportArray);
            return Task.FromResult(ExitCode.Done);
        }

        if (newest.Count == 0)
        {
            session.Screen.Report($"no secrets in {secrets.Path}");
            return Task.FromResult(ExitCode.Done);
        }

        var table = Tables.Plain("name", "environment", "version", "set");
        foreach (var entry in newest)
        {
            table.AddRow(
                new Text(entry.Name), new Text(entry.Environment == SealedNaming.All ? "all" : entry.Environment), new Text(entry.Version.ToString(CultureInfo.InvariantCulture)),
                new Text(entry.CreatedAt.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)));
        }

        session.Screen.Console.Write(table);
        session.Screen.Report($"sealed with key {file?.KeyId}", Tone.Faint);
        return Task.FromResult(ExitCode.Done);
    }
}
