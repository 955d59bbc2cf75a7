using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.Plans;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.CommandLine;

/// <summary>What a verb needs, and so which options it has.</summary>
[Flags]
internal enum Needs
{
    Nothing = 0,

    /// <summary>It takes PLAN as its argument.</summary>
    PlanArgument = 1,

    /// <summary>Its argument is something else; the plan is an option.</summary>
    PlanOption = 2,

    /// <summary>It talks to a host.</summary>
    Host = 4,

    /// <summary>Its result is findings, which tools read as SARIF.</summary>
    Sarif = 8,
}

/// <summary>One verb of the command line: its options, its examples and what it does.</summary>
internal abstract class Verb : Command
{
    private const int MostRepeats = 3;

    private readonly World _world;

    protected Verb(World world, CommonOptions common, Needs needs, string name, string description, params string[] examples)
        : base(name, description)
    {
        _world = world;
        Common = common;
        Needs = needs;
        Examples = examples;
        if (needs.HasFlag(Needs.PlanArgument)) Add(PlanArgument);
        SetAction(InvokeAsync);
    }

    /// <summary>Command lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; }

    protected Needs Needs { get; }

    protected CommonOptions Common { get; }

    private Argument<string?> PlanArgument { get; } = new("PLAN")
    {
        Description = $"The plan; the nearest {PlanFile.DefaultName} unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Whether it may simply be done again, at another host, when the one that it was asked of has died meanwhile.</summary>
    protected virtual bool IsRepeatable => false;

    /// <summary>Does it.</summary>
    protected abstract Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Adds the verb's own options, and after them the common ones that it needs.</summary>
    protected void AddOptions(params IEnumerable<Option> own)
    {
        foreach (var option in own) Add(option);
        if (Needs.HasFlag(Needs.PlanOption)) Add(Common.Plan);
        if (Needs.HasFlag(Needs.PlanArgument) || Needs.HasFlag(Needs.PlanOption))
            foreach (var option in Common.OfPlans) Add(option);
        if (Needs.HasFlag(Needs.Host))
            foreach (var option in Common.OfHosts) Add(option);
        foreach (var option in Needs.HasFlag(Needs.Sarif) ? Common.OfFindings : Common.OfOutput) Add(option);
    }

    private async Task<int> InvokeAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var plan = Needs.HasFlag(Needs.PlanArgument) ? parse.GetValue(PlanArgument)
            : Needs.HasFlag(Needs.PlanOption) ? parse.GetValue(Common.Plan)
            : null;
        var session = new Session(_world, Common, parse, plan);
        return (int)await CompleteAsync(session, cancellationToken);
    }

    private async Task<ExitCode> CompleteAsync(Session session, CancellationToken cancellationToken, int repeats = 0)
    {
        try
        {
            using var limit = new CancellationTokenSource(session.Timeout ?? Timeout.InfiniteTimeSpan, _world.Time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            return await RunAsync(session, ending.Token);
        }
        catch (HostUnreachableException) when (IsRepeatable && session.NamesSeveralHosts && repeats < MostRepeats)
        {
            return await CompleteAsync(session, cancellationToken, repeats + 1);
        }
        catch (CliException end)
        {
            session.Screen.Complaint(end.Problem);
            return end.ExitCode;
        }
        catch (ProblemException answer)
        {
            session.Screen.Complaint(answer.Problem);
            return CliException.ExitCodeFor(answer.Problem);
        }
        catch (HostUnreachableException lost)
        {
            session.Screen.Complaint(new(ProblemCodes.NoHost, lost.Message, "Is it running? lumina host status"));
            return ExitCode.NoHost;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (OperationCanceledException)
        {
            var limit = Wording.Duration(session.Timeout.GetValueOrDefault().TotalSeconds);
            session.Screen.Complaint($"error: not finished within {limit}", Tone.Bad);
            return ExitCode.Failed;
        }
    }
}
