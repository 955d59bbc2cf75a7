using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina resume</c>.</summary>
internal sealed class Resume : ControlVerb
{
    public Resume(World world, CommonOptions common)
        : base(
            world, common, "resume", "Lets a paused deployment go on, and with --despite-freeze one that waits for the end of a freeze.",
            "lumina resume", "lumina resume dep-01JD2Q", "lumina resume --despite-freeze outage") =>
        Add(common.DespiteFreeze);

    protected override ControlRequest Request(Session session) => base.Request(session) with { DespiteFreeze = session.DespiteFreeze };
}
