using System.Text.Json.Serialization;

namespace Lumina.Deployments.Deciding;

/// <summary>Who has to agree.</summary>
/// <param name="Why">What wants it: a rule's name, or the environment.</param>
/// <param name="From">Groups or people; any of them.</param>
/// <param name="Count">How many different people.</param>
public sealed record ApprovalNeed(string Why, IReadOnlyList<string> From, int Count);

/// <summary>Somebody has agreed.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Comment">What that one says to it.</param>
/// <param name="As">For whom of those that were named.</param>
/// <param name="At">When.</param>
public sealed record Agreement(string Actor, string? Comment, IReadOnlyList<string> As, DateTimeOffset At);

/// <summary>People are waited for. It is a part of a record: nothing waits in memory.</summary>
/// <param name="For">What they agree to, and nothing else: the digest of a change set, or <c>step 3</c>.</param>
/// <param name="Asker">Who wants it done, and so can't be who agrees.</param>
/// <param name="Needs">Each of which has to be met.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when.</param>
/// <param name="Given">Who has agreed.</param>
public sealed record ApprovalWait(
    string For, string Asker, IReadOnlyList<ApprovalNeed> Needs, DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<Agreement> Given)
{
    /// <summary>Whether all needs were met.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Those who have agreed.</summary>
    [JsonIgnore]
    public IEnumerable<string> By => Given.Select(agreement => agreement.Actor);

    public ApprovalWait With(Agreement agreement, bool complete) => this with { Given = [.. Given, agreement], IsComplete = complete };

    /// <summary>The wait that takes the place of this one: who has agreed to the same thing does not have to do so again.</summary>
    public static ApprovalWait Next(ApprovalWait? before, string @for, string asker, IReadOnlyList<ApprovalNeed> needs, DateTimeOffset since, DateTimeOffset until) =>
        new(@for, asker, needs, since, until, before?.For == @for ? before.Given : []);
}

/// <summary>Who is in which group. Until there is an access module, the host's configuration says so.</summary>
public interface IApproverGroups
{
    bool IsIn(string group, string person);
}

/// <summary>For a host that was told of no groups: a name is a person.</summary>
internal sealed class NoGroups : IApproverGroups
{
    public bool IsIn(string group, string person) => false;
}
