using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina doctor</c>.</summary>
internal sealed class Doctor : Verb
{
    public Doctor(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "doctor",
            "Says what works and what doesn't on this machine, and how to mend it.",
            "lumina doctor") =>
        AddOptions();

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var checks = await Checkup.RunAsync(session, cancellationToken);
        var isHealthy = checks.All(check => check.Ok);
        if (session.Screen.Json)
        {
            session.Print(new DoctorReport(isHealthy, checks), json => json.DoctorReport);
            return isHealthy ? ExitCode.Done : ExitCode.Failed;
        }

        foreach (var check in checks)
        {
            var lines = Wrap.Lines($"{(check.Ok ? "ok     " : "problem")}  {check.Name}: {check.Message}", session.Screen.Width, 0);
            foreach (var line in lines) session.Screen.Result(line, check.Ok ? Tone.Plain : Tone.Bad);
            if (check.Remedy is { } remedy)
                foreach (var line in Wrap.Lines("→ " + remedy, session.Screen.Width, 9)) session.Screen.Result(line);
        }

        return isHealthy ? ExitCode.Done : ExitCode.Failed;
    }
}
