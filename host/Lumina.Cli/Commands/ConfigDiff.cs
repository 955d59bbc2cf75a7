using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Configuration.Comparing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina config diff</c>.</summary>
internal sealed class ConfigDiff : ConfigVerb
{
    private readonly Argument<int?> _from = Number("N", "The number of one; the last but one unless given.");
    private readonly Argument<int?> _to = Number("M", "The number of the other; the newest unless given.");

    public ConfigDiff(World world, CommonOptions common)
        : base(
            world, common, "diff",
            "Shows what is another between two configurations of a component, the last two unless others are named. A secret is another when its version is, or its fingerprint.",
            "lumina config diff core", "lumina config diff core 2 5 --env production")
    {
        Add(_from);
        Add(_to);
        AddOptions();
    }

    protected override async Task<ExitCode> RunAsync(Session session, LuminaClient host, ComponentConfigurations found, CancellationToken cancellationToken)
    {
        var (from, to) = Meant(found, session.Value(_from), session.Value(_to));
        var before = await ReadAsync(host, found, from, cancellationToken);
        var changes = ConfigurationComparison.Between(before, from == to ? before : await ReadAsync(host, found, to, cancellationToken)).Changes;
        var report = new ConfigurationDiffReport(found.Plan, found.Environment, found.Component, from, to, [.. changes.Select(c => new ConfigurationDiffEntry(c.Path, c.Before, c.After, c.IsSameValue, [.. c.Lines]))]);
        if (session.Screen.Json) session.Print(report, json => json.ConfigurationDiffReport);
        else ConfigurationText.Write(session.Screen, report);
        return ExitCode.Done;
    }

    private static (int From, int To) Meant(ComponentConfigurations found, int? from, int? to)
    {
        var known = found.Configurations;
        if (from is { } one) return (one, to ?? NumberOf(found, known.Count > 0 ? known[0].Number : null));
        return known.Count > 1 ? (known[1].Number, known[0].Number)
            : throw new CliException(ExitCode.Wrong, new(
                ProblemCodes.NoSuchConfiguration,
                known.Count == 1 ? $"{found.Component} has one configuration in {found.Environment}, and nothing to compare it with." : $"{found.Component} has no configuration in {found.Environment} yet.",
                found.ArchivedIn is { } file ? $"What older events tell of was archived, on the host's machine in {file}." : $"See lumina config list {found.Component}."));
    }
}
