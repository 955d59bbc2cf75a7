using Lumina.Deployments.Deciding;

namespace Lumina.Deployments.Orchestration;

/// <summary>Policy was asked about the deployment as a whole.</summary>
/// <param name="Check">What came of it.</param>
/// <param name="At">When.</param>
public sealed record PolicyDecided(PolicyCheck Check, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "policy-decided";

    internal override string Type => Name;
}

/// <summary>People have to agree before it begins. It gives its turn back, and waits.</summary>
/// <param name="ChangeDigest">To what they have to agree.</param>
/// <param name="Changed">How many components that changes.</param>
/// <param name="Asker">Who wants it done.</param>
/// <param name="Needs">Who has to agree.</param>
/// <param name="Until">Until when there is time for it.</param>
/// <param name="Void">Whose agreement to something else counts no longer; null when nobody's.</param>
/// <param name="At">When.</param>
public sealed record ApprovalWanted(
    string ChangeDigest, int Changed, string Asker, IReadOnlyList<ApprovalNeed> Needs, DateTimeOffset Until, string? Void, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "approval-wanted";

    internal override string Type => Name;
}

/// <summary>Somebody agrees.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Comment">What that one says to it.</param>
/// <param name="As">For whom of those that were named.</param>
/// <param name="Complete">Whether nobody else has to agree: it waits for its turn now.</param>
/// <param name="At">When.</param>
public sealed record ApprovalGiven(string Actor, string? Comment, IReadOnlyList<string> As, bool Complete, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "approval-given";

    internal override string Type => Name;
}

/// <summary>Somebody says no: it ends.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
/// <param name="At">When.</param>
public sealed record ApprovalRejected(string Actor, string? Comment, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "approval-rejected";

    internal override string Type => Name;
}
