using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina cancel</c>.</summary>
internal sealed class Cancel(World world, CommonOptions common)
    : ControlVerb(world, common, "cancel", "Ends a deployment and takes back what it has changed.");
