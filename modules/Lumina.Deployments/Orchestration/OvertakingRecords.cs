namespace Lumina.Deployments.Orchestration;

/// <summary>A newer deployment of the plan takes its place: nothing further begins, and what is under way is taken back.</summary>
/// <param name="By">The newer one.</param>
/// <param name="At">When.</param>
public sealed record DeploymentSuperseded(string By, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-superseded";

    internal override string Type => Name;
}

/// <summary>A freeze has begun, or goes on for longer than was known: nothing further begins.</summary>
/// <param name="Until">When it is over.</param>
/// <param name="At">When this was noticed.</param>
public sealed record DeploymentFrozen(DateTimeOffset Until, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-frozen";

    internal override string Type => Name;
}

/// <summary>The freeze is over.</summary>
public sealed record DeploymentThawed(DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-thawed";

    internal override string Type => Name;
}

/// <summary>A person lets it go on whatever is frozen.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record FreezeLifted(string Actor, string Reason, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-freeze-lifted";

    internal override string Type => Name;
}
