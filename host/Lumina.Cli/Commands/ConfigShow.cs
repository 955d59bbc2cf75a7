using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina config show</c>.</summary>
internal sealed class ConfigShow : ConfigVerb
{
    private readonly Argument<int?> _number = Number("N", "Its number; that which runs unless given.");

    public ConfigShow(World world, CommonOptions common)
        : base(
            world, common, "show", "Shows a configuration of a component: each variable and file, and where it was written.",
            "lumina config show core", "lumina config show core 4 --env production")
    {
        Add(_number);
        AddOptions();
    }

    protected override async Task<ExitCode> RunAsync(Session session, LuminaClient host, ComponentConfigurations found, CancellationToken cancellationToken)
    {
        var number = NumberOf(found, session.Value(_number));
        var report = ConfigurationReport.Of(found, number, await ReadAsync(host, found, number, cancellationToken));
        if (session.Screen.Json) session.Print(report, json => json.ConfigurationReport);
        else ConfigurationText.Write(session.Screen, report, session.World.Time);
        return ExitCode.Done;
    }
}
