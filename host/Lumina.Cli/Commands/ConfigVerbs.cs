using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina config …</c>.</summary>
internal static class ConfigVerbs
{
    public static Command Create(World world, CommonOptions common) =>
        new("config", "Configurations: what a component's instances were given, by number. A secret is shown as where it is kept, never as its value.")
        {
            new ConfigList(world, common), new ConfigShow(world, common), new ConfigDiff(world, common), new ConfigExport(world, common),
        };
}
