using System.CommandLine;
using System.CommandLine.Help;
using Lumina.Api;
using Lumina.Cli.Commands;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.CommandLine;

/// <summary>The whole command line.</summary>
internal static class LuminaCommand
{
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>All verbs under <c>lumina</c>.</summary>
    public static Command Create(World world)
    {
        var common = new CommonOptions();
        var root = new Command("lumina", "Deploys what a plan says, watches it, and takes it back when it goes wrong.")
        {
            new Validate(world, common), new Fmt(world, common), new Graph(world, common), new Params(world, common),
            new Lsp(world, common),
            new PlanVerb(world, common), new Rehearse(world, common), new Apply(world, common), new Up(world, common), new Down(world, common),
            new Status(world, common), new Watch(world, common), new History(world, common), new Show(world, common),
            new Rollback(world, common), new Pause(world, common), new Resume(world, common), new Cancel(world, common),
            new Promote(world, common), new Skip(world, common), new Approve(world, common), new Reject(world, common), new Logs(world, common),
            PolicyVerbs.Create(world, common), ConfigVerbs.Create(world, common), SecretsVerbs.Create(world, common),
            JournalVerbs.Create(world, common), HostVerbs.Create(world, common), AgentVerbs.Create(world, common), new Doctor(world, common),
        };
        root.Add(new HelpOption { Action = new HelpWithExamples(world) });
        root.Add(new VersionOption());
        return root;
    }

    /// <summary>Runs a command line to its end.</summary>
    public static async Task<ExitCode> RunAsync(World world, string[] arguments, CancellationToken cancellationToken)
    {
        var parse = Create(world).Parse(arguments.Length == 0 ? ["--help"] : arguments, Parsing);
        if (parse.Errors.Count > 0 || Mistakes.StrayOption(parse) is not null)
        {
            var screen = new Screen(world, new(Json: false, NoColour: arguments.Contains("--no-color"), Quiet: false));
            screen.Complaint(Mistakes.In(parse));
            return ExitCode.Wrong;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = world.Out,
                Error = world.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return (ExitCode)await parse.InvokeAsync(configuration, cancellationToken);
        }
        catch (IOException gone) when (StandardOutput.ReaderIsGone(gone))
        {
            return ExitCode.ReaderGone;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            new Screen(world, new(Json: false, NoColour: true, Quiet: false)).Complaint(
                new Problem(ProblemCodes.Internal, $"A bug in lumina: {bug}", "Please report it with the command line that led to it."));
            return ExitCode.Failed;
        }
    }
}
