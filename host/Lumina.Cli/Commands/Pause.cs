using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina pause</c>.</summary>
internal sealed class Pause(World world, CommonOptions common)
    : ControlVerb(world, common, "pause", "Holds a deployment before its next step.");
