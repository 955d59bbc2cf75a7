using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary>What <c>approve</c> and <c>reject</c> share: the word of somebody who was asked to agree.</summary>
internal abstract class ApprovalVerb : ControlVerb
{
    private const string AwaitingApproval = "awaiting-approval";

    private readonly Argument<string?> _component = new("COMPONENT")
    {
        Description = "Only the step that this component waits before; whatever waits unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected ApprovalVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : base(world, common, name, description, common.Comment, examples) => Add(_component);

    protected override ControlRequest Request(Session session) => base.Request(session) with { Component = session.Value(_component) };

    /// <summary>Said twice, it might be taken for what is waited for next.</summary>
    protected override bool IsRepeatable => false;

    /// <summary>The word is for what is waited for now, and not for what may be when it arrives.</summary>
    protected override async Task<IReadOnlyList<ControlRequest>> RequestsAsync(Session session, LuminaClient client, string id, CancellationToken cancellationToken)
    {
        var request = Request(session);
        var seen = await client.GetDeploymentAsync(id, cancellationToken);
        if (seen.Summary.State == AwaitingApproval)
            return [request with { For = seen.Summary.Approval?.For }];
        var waiting = seen.Components.Where(component => component.Approval is not null && (request.Component is null || request.Component == component.Name)).ToArray();
        return waiting.Length == 0 ? [request] : [.. waiting.Select(component => request with { Component = component.Name, For = component.Approval?.For })];
    }
}

/// <summary><c>lumina approve</c>.</summary>
internal sealed class Approve(World world, CommonOptions common) : ApprovalVerb(
    world, common, "approve", "Agrees to a deployment that waits for that, or to the next step of its rollouts. Who asked for it can't.",
    "lumina approve", "lumina approve dep-01JD2Q --comment looks-good", "lumina approve dep-01JD2Q web");

/// <summary><c>lumina reject</c>.</summary>
internal sealed class Reject(World world, CommonOptions common) : ApprovalVerb(
    world, common, "reject", "Says no to a deployment that waits for approval: it ends, and nothing was touched. Of a step: it is taken back.",
    "lumina reject", "lumina reject dep-01JD2Q --comment not-before-the-audit");
