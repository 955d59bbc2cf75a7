using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary>What <c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>promote</c>, <c>skip</c>, <c>approve</c> and <c>reject</c> share: a word to a deployment that is open.</summary>
internal abstract class ControlVerb : Verb
{
    private readonly Argument<string?> _id = new("ID")
    {
        Description = "A deployment, or the beginning or end of its id; the only one that is open unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected ControlVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : this(world, common, name, description, common.Reason, examples)
    {
    }

    /// <param name="world">The world.</param>
    /// <param name="common">The options that many verbs take.</param>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="why">The option that says why.</param>
    /// <param name="examples">Command lines that show its use.</param>
    protected ControlVerb(World world, CommonOptions common, string name, string description, Option<string?> why, string[] examples)
        : base(
            world, common, Needs.Host, name, description,
            examples.Length > 0 ? examples : [$"lumina {name}", $"lumina {name} dep-01JD2Q --reason \"too many errors\""])
    {
        Add(_id);
        AddOptions(why);
    }

    /// <summary>Who says it and why, and what else there is to say.</summary>
    protected virtual ControlRequest Request(Session session) => new(session.World.Actor, session.Reason);

    /// <summary>It says what is to be, so it can be said twice.</summary>
    protected override bool IsRepeatable => true;

    /// <summary>What is said, one word after the other; by default one.</summary>
    protected virtual Task<IReadOnlyList<ControlRequest>> RequestsAsync(Session session, LuminaClient client, string id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ControlRequest>>([Request(session)]);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var host = await session.Door().RequireAsync(cancellationToken);
        var id = await DeploymentId.ResolveOpenAsync(host.Client, session.Value(_id), cancellationToken);
        var summary = await SayAsync(host.Client, id, await RequestsAsync(session, host.Client, id, cancellationToken), cancellationToken);
        if (session.Screen.Json) session.Print(summary, json => json.DeploymentSummary);
        else session.Screen.Report($"{summary.Id}: {Wording.State(summary.State)}");
        return ExitCode.Done;
    }

    /// <summary>Says all of it. Where some can't be done any more and others can, it has been done.</summary>
    private async Task<DeploymentSummary> SayAsync(LuminaClient client, string id, IReadOnlyList<ControlRequest> requests, CancellationToken cancellationToken)
    {
        DeploymentSummary? done = null;
        ProblemException? refused = null;
        foreach (var request in requests)
        {
            try
            {
                done = await client.ControlAsync(id, Name, request, cancellationToken);
            }
            catch (ProblemException problem) when (problem.Problem.Code == ProblemCodes.WrongState)
            {
                refused ??= problem;
            }
        }
        return done ?? throw refused ?? (Exception)new InvalidOperationException("Nothing was to be said.");
    }
}
