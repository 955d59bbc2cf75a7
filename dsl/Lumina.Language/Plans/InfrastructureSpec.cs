using System.Collections.Immutable;

namespace Lumina.Language.Plans;

/// <summary>Something that has to be there before components can run, and that another tool makes.</summary>
public sealed record InfrastructureSpec
{
    public required string Name { get; init; }

    public required TerraformSpec Terraform { get; init; }

    /// <summary>Names of infrastructures of the same plan, sorted, each once.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];
}

/// <summary>A Terraform module and what it is given.</summary>
public sealed record TerraformSpec
{
    /// <summary>The module's folder, relative to the plan's.</summary>
    public required string Directory { get; init; }

    /// <summary>Values of variables, by name. One may have <c>${infrastructure.NAME.OUTPUT}</c> in it.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
