using System.CommandLine;
using System.Text.RegularExpressions;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Policy.Opa;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina policy push</c>.</summary>
internal sealed partial class PolicyPushVerb : Verb
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder: its .rego files and those below, but for tests (…_test.rego) and what is hidden." };

    private readonly Option<string> _opa = new("--opa") { Description = "The address of OPA.", HelpName = "URL", Required = true };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "The file with the token that OPA wants; none unless given.", HelpName = "FILE" };

    private readonly Option<string?> _caFile = new("--ca-file")
    {
        Description = "Certificates (PEM) that vouch for OPA's; those that the machine trusts unless given.",
        HelpName = "FILE",
    };

    private readonly Option<string> _decision = new("--opa-path")
    {
        Description = "The decision that hosts ask for, as they are told with --opa-path; lumina unless given.",
        HelpName = "PATH",
        DefaultValueFactory = _ => "lumina",
    };

    private readonly Option<bool> _plainHttp = new("--opa-plain-http")
    {
        Description = "Push to an OPA on another machine over http:// too: nobody can listen or meddle on the way to it.",
    };

    private readonly Option<string> _prefix = new("--prefix")
    {
        Description = "What the policies' ids begin with. What is there under it and not in DIR is removed; what is under others stays. lumina unless given.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "lumina",
    };

    public PolicyPushVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "push", "Brings the policies of an OPA to what a folder has: all of it, or nothing when OPA refuses a file. Needs no host.",
            "lumina policy push policies/ --opa http://127.0.0.1:8181",
            "lumina policy push policies/ --opa https://opa:8181 --token-file opa.token")
    {
        Add(_folder);
        AddOptions([_opa, _tokenFile, _caFile, _decision, _plainHttp, _prefix, common.Timeout]);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var options = OptionsOf(session);
        var prefix = session.Value(_prefix) ?? "";
        if (!Prefix().IsMatch(prefix))
            throw CliException.BadCommandLine($"'{prefix}' can't be what ids begin with.", "Write it in letters, digits, - and _: --prefix platform");
        var files = Read(session);
        using var client = new OpaClient(options, session.World.Time);
        var outcome = await new PolicyPush(client, prefix, options.Decision).PushAsync(files, cancellationToken);
        if (session.Screen.Json)
            session.Print(PushReport.Of(outcome), json => json.PushReport);
        if (outcome.Failure is { } failure)
        {
            if (!session.Screen.Json)
                foreach (var problem in failure.Problems)
                    session.Screen.Complaint($"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message} ({problem.Code})", Tone.Bad);
            session.Screen.Complaint(new Problem(failure.Code, failure.Message, failure.Code is OpaCodes.PolicyRefused ? null : "See docs/policy/opa.md"));
            return failure.Code is OpaCodes.PolicyRefused ? ExitCode.Wrong : ExitCode.Failed;
        }

        if (!outcome.HasDecision)
            session.Screen.Message(
                $"warning: no file is of the package {options.Decision.Replace('/', '.')}: as long as that is so, hosts that ask for it deny everything", Tone.Doubtful);
        if (!session.Screen.Json)
            session.Screen.Report($"pushed: {outcome.Added} added, {outcome.Changed} changed, {outcome.Removed} removed, {outcome.Unchanged} unchanged; {outcome.Revision}", Tone.Good);
        return ExitCode.Done;
    }

    private OpaOptions OptionsOf(Session session)
    {
        string? File(Option<string?> option) => session.Value(option) is { } file ? Path.GetFullPath(file, session.World.CurrentDirectory) : null;

        var options = new OpaOptions
        {
            Server = session.Value(_opa) ?? "",
            Decision = session.Value(_decision) ?? "",
            TokenFile = File(_tokenFile),
            CaFile = File(_caFile),
            PlainHttp = session.Value(_plainHttp),
            Timeout = TimeSpan.FromSeconds(30),
            MaxAnswerBytes = 64 * 1024 * 1024,
        };
        var problems = options.Problems();
        return problems.IsEmpty ? options : throw CliException.BadCommandLine(string.Join(' ', problems), "See: lumina policy push --help");
    }

    private IReadOnlyList<PolicyFile> Read(Session session)
    {
        var folder = session.Value(_folder) ?? "";
        try
        {
            var files = PolicyFolder.Read(Path.GetFullPath(folder, session.World.CurrentDirectory));
            // Nobody takes all policies away by naming the wrong folder.
            return files.Count > 0 ? files : throw new CliException(
                ExitCode.Wrong, new(OpaCodes.NothingToPush, $"{folder} has no policies.", "Name the folder with the *.rego files. To take policies away, remove them in OPA."));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"The policies can't be read: {unreadable.Message}", "Name another folder."));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex Prefix();
}
