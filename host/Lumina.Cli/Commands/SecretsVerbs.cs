using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets …</c>.</summary>
internal static class SecretsVerbs
{
    public static Command Create(World world, CommonOptions common) =>
        new("secrets", "Secrets: values that are kept encrypted beside the plan, in lumina.sealed.")
        {
            new SecretsSet(world, common), new SecretsGet(world, common), new SecretsList(world, common), new SecretsRemove(world, common),
            new SecretsRotate(world, common), new SecretsEdit(world, common), new SecretsCheckVerb(world, common),
        };
}
