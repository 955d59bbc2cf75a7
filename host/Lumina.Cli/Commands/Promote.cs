using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina promote</c>.</summary>
internal sealed class Promote : StepVerb
{
    private readonly Option<bool> _full = new("--full") { Description = "Straight to the last step, whatever it waits for." };

    public Promote(World world, CommonOptions common)
        : base(
            world, common, "promote", "Lets a rollout go on that waits for somebody to agree: a canary's gate, a blue-green switch.",
            "lumina promote", "lumina promote dep-01JD2Q web", "lumina promote dep-01JD2Q web --full") => Add(_full);

    protected override string Ends => "promotion";

    protected override ControlRequest Request(Session session) => base.Request(session) with { Full = session.Value(_full) };
}
