using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host …</c>.</summary>
internal static class HostVerbs
{
    public static Command Create(World world, CommonOptions common) => new("host", "The host: the program that carries deployments out.")
    {
        new HostRun(world, common), new HostStart(world, common), new HostStop(world, common), new HostStatus(world, common),
    };
}
