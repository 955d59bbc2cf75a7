using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina resume</c>.</summary>
internal sealed class Resume(World world, CommonOptions common)
    : ControlVerb(world, common, "resume", "Lets a paused deployment go on.");
