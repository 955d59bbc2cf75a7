using System.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina policy …</c>.</summary>
internal static class PolicyVerbs
{
    public static Command Create(World world, CommandLine.CommonOptions common) =>
        new("policy", "What may be deployed: the policies that decide it.")
        {
            new PolicyExplainVerb(world, common),
            new PolicyPushVerb(world, common),
            new PolicyCheckVerb(world, common), new PolicyTestVerb(world, common),
        };
}
