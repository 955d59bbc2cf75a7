using System.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets …</c>.</summary>
internal static class SecretsVerbs
{
    public static Command Create(World world, CommandLine.CommonOptions common) =>
        new("secrets", "Secrets: which versions run.")
        {
            new SecretsCheckVerb(world, common),
        };
}
