using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Lumina.Api;
using Lumina.Cli.Hosts;
using Lumina.Cli.Plans;
using Lumina.Cli.Reports;
using Lumina.Cli.SavedPlans;
using Lumina.Cli.Surroundings;
using Lumina.Language.Compilation;

namespace Lumina.Cli.CommandLine;

/// <summary>One run of a verb: what was given on the command line, read.</summary>
internal sealed class Session
{
    private readonly CommonOptions _common;
    private readonly ParseResult _parse;
    private readonly string? _plan;
    private readonly HashSet<(string Code, string File, int Line, int Column, string Message)> _told = [];
    private Func<string, string?> _textOf = _ => null;

    public Session(World world, CommonOptions common, ParseResult parse, string? plan)
    {
        World = world;
        _common = common;
        _parse = parse;
        _plan = plan;
        Output = parse.GetValue(common.Output) ?? parse.GetValue(common.OutputOrSarif) ?? parse.GetValue(common.OutputOrJUnit) ?? CommonOptions.Text;
        Screen = new(world, new(Output != CommonOptions.Text, parse.GetValue(common.NoColour), parse.GetValue(common.Quiet)));
    }

    /// <summary>The form in which the result is wanted: <c>text</c>, <c>json</c>, <c>sarif</c> or <c>junit</c>.</summary>
    public string Output { get; }

    public World World { get; }

    public Screen Screen { get; }

    /// <summary>The environment that was named.</summary>
    public string? Environment => _parse.GetValue(_common.Environment);

    public string? Reason => _parse.GetValue(_common.Reason) ?? _parse.GetValue(_common.Comment);

    /// <summary>What a host that is started is told of policy, and of those who are to reach it from elsewhere.</summary>
    public IReadOnlyList<string> HostArguments =>
        [.. _common.Policy.Arguments(_parse, World.CurrentDirectory), .. _common.Listening.Arguments(_parse, _common.TokenFile, World.CurrentDirectory)];

    /// <summary>How long the run may take; null for as long as it does.</summary>
    /// <exception cref="CliException">What was given is not a duration.</exception>
    public TimeSpan? Timeout => _parse.GetValue(_common.Timeout) is { } text ? Duration(text) : null;

    public T? Value<T>(Option<T> option) => _parse.GetValue(option);

    public T? Value<T>(Argument<T> argument) => _parse.GetValue(argument);

    /// <summary>Reads and compiles the plan that is meant.</summary>
    public LoadedPlan LoadPlan() => LoadedPlan.Load(World, _plan, Parameters);

    /// <summary>Values given for params.</summary>
    public IReadOnlyDictionary<string, GivenValue> Parameters =>
        Plans.Parameters.Parse(_parse.GetValue(_common.Parameters) ?? [], _parse.GetValue(_common.ParameterFile), World.CurrentDirectory);

    /// <summary>Whether another host can take the place of one that has died.</summary>
    public bool NamesSeveralHosts => HostAddresses().Count > 1;

    /// <summary>Whether a plan was named or there is one near.</summary>
    public bool HasPlan => PlanFile.Locate(World.CurrentDirectory, _plan) is not null;

    /// <summary>The name of the plan and of the environment that are meant. A plan with errors still has a name.</summary>
    /// <exception cref="CliException">It has none, or no such environment.</exception>
    public (string Plan, string Environment) PlanInEnvironment()
    {
        var plan = LoadPlan();
        if (plan.Compiled.Name is { } name) return (name, plan.EnvironmentNamed(Environment));
        ReportFindings(plan);
        throw new CliException(
            ExitCode.Wrong,
            new(ProblemCodes.FileUnreadable, $"{plan.File.Name} does not say the name of its plan.", "Begin it with: plan NAME"));
    }

    /// <summary>As <see cref="PlanInEnvironment"/>; null when no plan was named and there is none near.</summary>
    public (string Plan, string Environment)? PlanInEnvironmentIfAny() => HasPlan ? PlanInEnvironment() : null;

    /// <summary>The saved plan that was named, with its name; null when a plan's text is meant.</summary>
    /// <exception cref="CliException">It can't be used, or it is to be another one than it is.</exception>
    public (SavedPlan Plan, string Named)? SavedPlan()
    {
        if (_plan is null || PlanFile.Locate(World.CurrentDirectory, _plan) is not { } path || !SavedPlanFile.IsMeantBy(path)) return null;
        Option[] ofPlans = [_common.Environment, _common.Parameters, _common.ParameterFile];
        var given = ofPlans.FirstOrDefault(option => _parse.GetResult(option) is not null)?.Name;
        return given is null
            ? (SavedPlanFile.Read(path, _plan), _plan)
            : throw CliException.BadCommandLine(
                $"{_plan} is a saved plan: it has its environment and its params, and takes no {given}.", $"Save another one: lumina plan {given} … --out FILE");
    }

    /// <summary>The way to the host that is meant.</summary>
    /// <param name="planFile">The plan that the host's state lies beside; null for the one that is meant.</param>
    public HostDoor Door(string? planFile = null)
    {
        var state = StateFolder.Locate(
            World.CurrentDirectory, _parse.GetValue(_common.State), planFile ?? PlanFile.Locate(World.CurrentDirectory, _plan));
        var named = HostAddresses();
        return new(World, Screen, state, named, Token()) { Arguments = HostArguments, Trust = TrustFor(named) };
    }

    /// <summary>Asks for a deployment, as this person, now.</summary>
    /// <param name="kind"><c>apply</c>, <c>remove</c> or <c>rollback</c>.</param>
    /// <param name="submission">The plan; for <c>apply</c>.</param>
    /// <param name="plan">The plan's name; for the others.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="target">What to take back; for <c>rollback</c>.</param>
    /// <param name="expectedChanges">The digest of the changes that were looked at; null for any.</param>
    public DeploymentRequest RequestFor(
        string kind, PlanSubmission? submission, string? plan, string? environment, string? target = null,
        string? expectedChanges = null)
    {
        var waits = _parse.GetValue(_common.Wait);
        var choice = _parse.GetValue(_common.OnConflict) ?? _parse.GetValue(_common.OnConflictWithoutPlan);
        if (waits && choice is not (null or "queue"))
            throw CliException.BadCommandLine($"--wait and --on-conflict {choice} say different things.", "Give one of them; --wait is --on-conflict queue.");
        return new(kind, submission, plan, environment, target, expectedChanges, waits, World.Actor, Reason, World.NewRequestId())
        {
            OnConflict = choice,
            DespiteFreeze = DespiteFreeze,
        };
    }

    /// <summary>Why the environment's freezes are passed over; null when they are not.</summary>
    public string? DespiteFreeze => _parse.GetValue(_common.DespiteFreeze);

    /// <summary>Before anybody is asked, or anything is: what changes something in a freeze is refused without a word about that.</summary>
    /// <exception cref="CliException">It is.</exception>
    public void RefuseInFreeze(Preview preview)
    {
        if (preview.FrozenUntil is not { } until || DespiteFreeze is not null || PreviewText.ChangesNothing(preview)) return;
        throw new CliException(
            ExitCode.Conflict,
            new(
                ProblemCodes.Frozen, $"{preview.Environment} is frozen until {Surroundings.Wording.Moment(until, World.Time)}. Nothing was touched.",
                "Apply it after that, or now with --despite-freeze REASON."));
    }

    /// <summary>Before anybody is asked, or anything is: what policy denies is refused, whatever else was said.</summary>
    /// <returns>Whether it is.</returns>
    public bool RefusesByPolicy(Preview preview)
    {
        var denials = DecisionsText.Denials(preview.Decisions).Count();
        if (denials == 0) return false;
        if (Screen.Json) Print(DeploymentReport.Refused(preview.Diagnostics) with { Decisions = preview.Decisions ?? [] }, json => json.DeploymentReport);
        Screen.Complaint(new Problem(
            ProblemCodes.Denied, $"Policy denies it: {Surroundings.Wording.Count(denials, "denial")}. Nothing was touched.",
            $"Mend what they are about, or ask those who wrote the rules. Why: lumina policy explain {DecisionsText.Denials(preview.Decisions).First().Id}"));
        return true;
    }

    /// <summary>Prints what was found in a plan here.</summary>
    public void ReportFindings(LoadedPlan plan)
    {
        ReportFindings(plan, _ => true);
        Findings.PrintCount(Screen, plan.Compiled.Diagnostics);
    }

    /// <summary>As <see cref="ReportFindings(LoadedPlan)"/>, of some of the findings, and without counting them.</summary>
    public void ReportFindings(LoadedPlan plan, Func<Language.Diagnostics.Diagnostic, bool> isTold)
    {
        _textOf = plan.TextOf;
        _told.UnionWith(plan.Findings.Select(Key));
        Findings.Print(Screen, _textOf, plan.Compiled.Diagnostics.Where(isTold));
    }

    /// <summary>Prints what a host found in a plan that came from elsewhere with all its files.</summary>
    public void ReportFindings(PlanSubmission plan, IEnumerable<Finding> found)
    {
        _textOf = file => file == plan.File ? plan.Source : plan.Files?.GetValueOrDefault(file);
        ReportFindings(found);
    }

    /// <summary>Prints what a host found in the same plan and what has not been printed yet.</summary>
    public void ReportFindings(IEnumerable<Finding> found) => Findings.Print(Screen, _textOf, found.Where(finding => _told.Add(Key(finding))));

    private static (string Code, string File, int Line, int Column, string Message) Key(Finding finding) =>
        (finding.Code, finding.File, finding.Line, finding.Column, finding.Message);

    /// <summary>Prints the result as JSON.</summary>
    public void Print<T>(T result, Func<CliJson, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>> type) =>
        Screen.Result(CliJson.Text(result, type));

    private IReadOnlyList<Uri> HostAddresses()
    {
        if (_parse.GetValue(_common.Host) is not { } text) return [];
        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(HostAddress)];
    }

    private static Uri HostAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw CliException.BadCommandLine($"'{text}' is not the address of a host.", "Write it as --host http://127.0.0.1:7400");
        if (!HostTrust.IsInTheOpen(url)) return url;
        throw new CliException(
            ExitCode.Wrong,
            new(
                ProblemCodes.InTheOpen, $"The token for {text} could be read on the network. Nothing was sent.",
                $"Write --host https://{url.Authority}, and start that host with --listen and a certificate."));
    }

    /// <summary>Who is believed to be one of the hosts that were named.</summary>
    private HostTrust TrustFor(IReadOnlyList<Uri> named)
    {
        if (named.All(url => url.Scheme != "https") || (_parse.GetValue(_common.CaFile) ?? World.Variable("LUMINA_CA_FILE")) is not { Length: > 0 } file)
            return HostTrust.OfMachine;
        try
        {
            return HostTrust.OfFile(Path.GetFullPath(file, World.CurrentDirectory));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CliException(
                ExitCode.Wrong,
                new(ProblemCodes.CertificateUnusable, $"The authority of the hosts' certificates can't be read: {unusable.Message}", "Name another file with --ca-file."));
        }
    }

    /// <summary>The token that was given; null when none was.</summary>
    private string? Token()
    {
        if ((_parse.GetValue(_common.TokenFile) ?? World.Variable("LUMINA_TOKEN_FILE")) is not { Length: > 0 } file) return World.Variable("LUMINA_TOKEN");
        try
        {
            return File.ReadAllText(Path.GetFullPath(file, World.CurrentDirectory)).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"The token can't be read: {unreadable.Message}", "Name another file with --token-file."));
        }
    }

    /// <summary>A duration as people write it on the command line.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static TimeSpan Duration(string text)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
        foreach (var (unit, seconds) in units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            var digits = text.AsSpan(0, text.Length - unit.Length);
            if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number > 0 && number * seconds < 1_000_000)
                return TimeSpan.FromSeconds(number * seconds);
        }

        throw CliException.BadCommandLine($"'{text}' is not a duration.", "Write it as 500ms, 30s, 5m or 1h");
    }
}
