using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary>What <c>promote</c> and <c>skip</c> share: a word to the steps that a deployment's components are at.</summary>
internal abstract class StepVerb : ControlVerb
{
    private const string RollingOut = "rolling-out";

    private readonly Argument<string?> _component = new("COMPONENT")
    {
        Description = "Only this component; all that it can be done with now unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected StepVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : base(world, common, name, description, examples) => Add(_component);

    /// <summary>Said twice, it might be taken for the next step.</summary>
    protected override bool IsRepeatable => false;

    /// <summary>What a component that it can be done with waits for, in the words of the wire.</summary>
    protected abstract string Ends { get; }

    protected override ControlRequest Request(Session session) => base.Request(session) with { Component = session.Value(_component) };

    /// <summary>Each component is named with the step that is seen now: when it has gone on meanwhile, or the word comes twice, no other step is meant.</summary>
    protected override async Task<IReadOnlyList<ControlRequest>> RequestsAsync(
        Session session, LuminaClient client, string id, CancellationToken cancellationToken)
    {
        var request = Request(session);
        // Straight to the last step is the same from each.
        if (request.Full) return [request];
        var seen = (await client.GetDeploymentAsync(id, cancellationToken)).Components
            .Where(component => component.Step > 0 && (request.Component is null ? component.State == RollingOut : component.Name == request.Component))
            .ToArray();
        var waiting = seen.Where(component => component.WaitsFor == Ends).ToArray();
        var meant = waiting.Length > 0 ? waiting : seen;
        return meant.Length == 0 ? [request] : [.. meant.Select(component => request with { Component = component.Name, Step = component.Step })];
    }
}
