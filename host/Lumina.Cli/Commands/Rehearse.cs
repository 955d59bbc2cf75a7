using System.CommandLine;
using System.Globalization;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina rehearse</c>.</summary>
internal sealed class Rehearse : Verb
{
    private static readonly string[] Beginnings = ["running", "previous", "nothing"];

    private readonly Option<string[]> _inject = new("--inject")
    {
        Description = "What goes wrong on purpose: \"COMPONENT: FAULT, FAULT … at step N for DURATION\"; in place of at step N also after DURATION or at the start, and both may be left out. A FAULT is "
            + "error_rate=20%, latency=500ms, crash, never_healthy, verify=fail, prepare=fail or no_metrics. May be given several times.",
        HelpName = "TEXT",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "What it begins with: running, what runs now, and where nothing does a version before; previous, a version before of every component; nothing, a first deployment.",
        HelpName = "running|previous|nothing",
        DefaultValueFactory = _ => "running",
    };

    private readonly Option<bool> _holdGates = new("--hold-gates") { Description = "Stop where a person has to agree; otherwise the rehearsal agrees at once." };

    private readonly Option<string?> _start = new("--start") { Description = "How long an instance takes to become healthy; 2s unless given.", HelpName = "DURATION" };

    private readonly Option<string?> _requests = new("--requests") { Description = "How many requests a second a component with a port gets; 100 unless given.", HelpName = "N" };

    private readonly Option<string?> _svg = new("--svg") { Description = "Draw the timeline into this file.", HelpName = "FILE" };

    public Rehearse(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "rehearse",
            "Plays a deployment with all its strategies on a simulated target and tells what would happen when. A week of canary takes a moment. Changes nothing.",
            "lumina rehearse", "lumina rehearse --from previous --inject \"core: error_rate=20% at step 2\"", "lumina rehearse --env production --svg rollout.svg") =>
        AddOptions(_inject, _from, _holdGates, _start, _requests, _svg);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        CheckBeginning(session);
        var plan = session.LoadPlan();
        session.ReportFindings(plan);
        if (plan.HasErrors)
        {
            if (session.Screen.Json) session.Print(new(plan.Compiled.Name, session.Environment, null, null, 0, [], [], [], [], plan.Findings), json => json.RehearsalReport);
            return ExitCode.Wrong;
        }

        var request = RequestOf(session, plan.ToSubmission(plan.EnvironmentNamed(session.Environment)));
        var host = await session.Door().RequireAsync(cancellationToken);
        var report = await host.Client.RehearseAsync(request, cancellationToken);
        session.ReportFindings(report.Diagnostics);
        if (session.Screen.Json) session.Print(report, json => json.RehearsalReport);
        if (report.Outcome is not { } outcome) return ExitCode.Wrong;
        if (!session.Screen.Json) RehearsalText.Write(session.Screen, report);
        if (session.Value(_svg) is { } file && report.Picture is { } picture) Save(session, file, picture);
        return outcome switch
        {
            "succeeded" or "held" => ExitCode.Done,
            "rolled-back" => ExitCode.RolledBack,
            _ => ExitCode.Failed,
        };
    }

    private void CheckBeginning(Session session)
    {
        if (session.Value(_from) is { } from && !Beginnings.Contains(from))
            throw CliException.BadCommandLine($"'{from}' is nothing to begin with.", Guess.At(from, Beginnings) is { } near ? $"Did you mean '{near}'?" : "There are: " + string.Join(", ", Beginnings));
    }

    private RehearsalRequest RequestOf(Session session, PlanSubmission submission) => new(submission, session.Value(_inject) ?? [])
    {
        From = session.Value(_from) ?? Beginnings[0],
        HoldGates = session.Value(_holdGates),
        StartSeconds = session.Value(_start) is { } start ? Session.Duration(start).TotalSeconds : null,
        RequestsPerSecond = session.Value(_requests) is { } requests ? NumberOf(requests) : null,
        Picture = session.Value(_svg) is not null,
    };

    private static double NumberOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100_000
            ? number
            : throw CliException.BadCommandLine($"'{text}' is no number of requests a second.", "Write it as --requests 200, at most 100000");

    private static void Save(Session session, string file, string picture)
    {
        try
        {
            File.WriteAllText(Path.GetFullPath(file, session.World.CurrentDirectory), picture);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Wrong, new(ProblemCodes.FileUnwritable, $"The timeline can't be drawn into {file}: {problem.Message}", "Name a file in a folder that can be written."));
        }

        session.Screen.Message($"drawn into {file}", Tone.Faint);
    }
}
