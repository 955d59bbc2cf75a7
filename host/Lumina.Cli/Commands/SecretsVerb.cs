using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Surroundings;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary>A verb of the file of sealed secrets in the plan's folder.</summary>
internal abstract class SecretsVerb : Verb
{
    private readonly Option<string?> _environment = new("--env") { Description = "The environment that the value is for; the value for all environments unless given.", HelpName = "NAME" };

    protected SecretsVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : base(world, common, Needs.Nothing, name, description, examples)
    {
    }

    protected Argument<string> NameArgument { get; } = new("NAME") { Description = "The secret's name: letters, digits, - _ . and /, at most 128." };

    protected abstract Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken);

    protected sealed override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(session, new SealedFolder(FolderOf(session), MasterKeys.Of(session.World.Variable), session.World.Time), cancellationToken);
        }
        catch (SealedException end)
        {
            throw new CliException(ExitCodeOf(end.Fault), new(CodeOf(end.Fault), end.Message, end.Remedy));
        }
    }

    protected void AddEnvironment() => Add(_environment);

    protected void AddOptionsOfPlan() => AddOptions(Common.Plan);

    /// <summary>The name that was given. What is no name is not said again: it may be a value.</summary>
    protected string NameOf(Session session) => session.Value(NameArgument) is { } name && SealedNaming.IsName(name)
        ? name
        : throw CliException.BadCommandLine("That is no name of a secret.", "Write it in letters, digits, - _ . and /, at most 128. The value comes from standard input.");

    protected string EnvironmentOf(Session session) => session.Value(_environment) switch
    {
        null => SealedNaming.All,
        { } given when SealedNaming.IsName(given) => given,
        { } given => throw CliException.BadCommandLine($"'{given}' is no environment.", "Leave --env out for all environments."),
    };

    /// <summary>As <see cref="EnvironmentOf"/>; one that the plan does not have is refused, for nobody would ever get that value.</summary>
    protected string EnvironmentOfPlan(Session session)
    {
        var environment = EnvironmentOf(session);
        if (environment != SealedNaming.All && PlanFile.Locate(session.World.CurrentDirectory, session.Value(Common.Plan)) is { } path && File.Exists(path))
        {
            var plan = LoadedPlan.Load(session.World, path, session.Parameters);
            if (!plan.Compiled.Environments.IsEmpty) plan.EnvironmentNamed(environment);
        }

        return environment;
    }

    protected static string Whose(string environment) => environment == SealedNaming.All ? "all environments" : environment;

    private string FolderOf(Session session)
    {
        var current = session.World.CurrentDirectory;
        if (PlanFile.Locate(current, session.Value(Common.Plan)) is not { } path) return current;
        if (!File.Exists(path)) throw CliException.BadCommandLine($"There is no plan {path}.", "Name the plan whose secrets are meant with --plan, or leave it out.");
        return Path.GetDirectoryName(path) ?? "/";
    }

    private static ExitCode ExitCodeOf(SealedFault fault) => fault == SealedFault.Unwritable ? ExitCode.Failed : ExitCode.Wrong;

    private static string CodeOf(SealedFault fault) => fault switch
    {
        SealedFault.Unreadable => ProblemCodes.SealedFileUnreadable,
        SealedFault.KeyMissing => ProblemCodes.SealedKeyMissing,
        SealedFault.KeyUnusable => ProblemCodes.SealedKeyUnusable,
        SealedFault.Refused => ProblemCodes.SealedValueRefused,
        SealedFault.NotThere => ProblemCodes.NoSuchSecret,
        SealedFault.TooLarge => ProblemCodes.SealedTooLarge,
        _ => ProblemCodes.FileUnwritable,
    };
}
