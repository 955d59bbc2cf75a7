using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina skip</c>.</summary>
internal sealed class Skip(World world, CommonOptions common)
    : StepVerb(world, common, "skip", "Ends the time for which a canary's step still waits.", "lumina skip", "lumina skip dep-01JD2Q web")
{
    protected override string Ends => "time";
}
