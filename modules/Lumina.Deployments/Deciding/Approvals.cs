using System.Globalization;
using Lumina.Deployments.Orchestration;
using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>Whose agreement counts for what. Functions, nothing else.</summary>
internal static class Approvals
{
    private const int MostComment = 2000;
    private const int MostNeeds = 50;
    private const int MostNamed = 100;
    private const int MostOfName = 200;

    /// <summary>Of all names together: an event holds them, with every character written in up to six bytes.</summary>
    private const int MostOfNames = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Who has to agree by what was decided, and for how long that is waited for; each once.</summary>
    public static (ApprovalNeed[] Needs, TimeSpan Within) Of(PolicyVerdict verdict)
    {
        var wanted = verdict.Approvals.ToArray();
        return (
            [.. wanted.Select(spec => new ApprovalNeed(Why(verdict, spec), [.. spec.From], spec.Count))],
            wanted.Length == 0 ? TimeSpan.Zero : wanted.Select(spec => spec.Expires).Append(Longest).Min());
    }

    /// <summary>Why so much can't be waited for: it becomes a part of an event. Null when it can.</summary>
    public static string? TooMany(PolicyVerdict verdict)
    {
        var wanted = verdict.Approvals.Take(MostNeeds + 1).ToArray();
        return wanted.Length > MostNeeds || wanted.Any(spec => spec.From.Length > MostNamed || spec.From.Any(name => name.Length > MostOfName))
                || wanted.Sum(spec => spec.From.Sum(name => name.Length)) > MostOfNames
            ? FormattableString.Invariant($"Policy wants more approvals than can be waited for: at most {MostNeeds} different ones, each from at most {MostNamed} names of at most {MostOfName} characters, {MostOfNames} in all.")
            : null;
    }

    /// <summary>Whether enough people have agreed for each.</summary>
    public static bool AreMet(IEnumerable<ApprovalNeed> needs, IEnumerable<string> agreed, string asker, IApproverGroups groups)
    {
        var by = agreed.ToArray();
        return needs.All(need => Count(need, by, asker, groups) >= need.Count);
    }

    /// <summary>What follows from somebody's agreement: an agreement for the record, whether that is enough, or why it does not count.</summary>
    public static (Agreement? Agreement, bool Complete, ControlAnswer Answer) Agree(ApprovalWait wait, string actor, string? comment, IApproverGroups groups, DateTimeOffset now)
    {
        if (now >= wait.Until)
            return (null, false, TooLate(string.Create(CultureInfo.InvariantCulture, $"There was time for it until {wait.Until:yyyy-MM-dd HH:mm} UTC.")));
        if (IsSame(actor, wait.Asker))
            return (null, false, Refused($"{actor} has asked for it, and who asks is not who agrees: it takes {Listed(wait.Needs)}."));
        var named = wait.Needs.SelectMany(need => need.From).Distinct(StringComparer.Ordinal).Where(from => Counts(from, actor, groups)).ToArray();
        if (named.Length == 0)
            return (null, false, Refused($"{actor} is not one of those who can agree: it takes {Listed(wait.Needs)}. Who is in a group is said in the host's configuration (Lumina:Groups)."));
        if (wait.By.Any(by => IsSame(by, actor)))
            return (null, false, Done);
        return (new Agreement(actor, comment, named, now), AreMet(wait.Needs, wait.By.Append(actor), wait.Asker, groups), Done);
    }

    /// <summary>Why a word does not count that was said of something else: what is waited for has changed since. Null when it is the same, or nobody says what was seen.</summary>
    public static ControlAnswer? IsPast(ApprovalWait wait, string? seen) =>
        seen is null || seen == wait.For ? null : TooLate("What would be done has changed since it was looked at, and the word was for that. Look again: lumina show.");

    /// <summary>Why somebody can't say no; null when it counts. Who wants it done may take it back like that, too.</summary>
    public static ControlAnswer? CannotReject(ApprovalWait wait, string actor, IApproverGroups groups) =>
        IsSame(actor, wait.Asker) || wait.Needs.SelectMany(need => need.From).Any(from => Counts(from, actor, groups)) ? null
        : Refused($"{actor} is not one of those who are asked: it takes {Listed(wait.Needs)}. Whoever runs the deployment can cancel it.");

    /// <summary>What is told when the time is over: who was missing.</summary>
    public static string Expired(ApprovalWait wait)
    {
        var by = wait.Given.Count == 0 ? "nobody has agreed" : $"only {string.Join(", ", wait.By)} agreed";
        return string.Create(CultureInfo.InvariantCulture, $"It took {Listed(wait.Needs)}, and until {wait.Until:yyyy-MM-dd HH:mm} UTC {by}.");
    }

    public static string Rejected(string actor, string? comment) => comment is null ? $"Rejected by {actor}." : $"Rejected by {actor}: {Cut(comment, MostComment)}";

    /// <summary><c>2 of release-managers (small-steps) and ben</c>.</summary>
    public static string Listed(IEnumerable<ApprovalNeed> needs)
    {
        const int most = 3;
        var all = needs.ToArray();
        return string.Join(" and ", all.Take(most).Select(need => Wanted(need.Count, need.From) + $" ({need.Why})")) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }

    /// <summary><c>2 of release-managers or owners</c>.</summary>
    public static string Wanted(int count, IReadOnlyCollection<string> from)
    {
        const int most = 5;
        var names = string.Join(" or ", from.Take(most)) + (from.Count > most ? $" or {from.Count - most} more" : "");
        return string.Create(CultureInfo.InvariantCulture, $"{count} of {names}");
    }

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";

    private static int Count(ApprovalNeed need, IEnumerable<string> agreed, string asker, IApproverGroups groups) =>
        agreed.Distinct(StringComparer.OrdinalIgnoreCase).Count(person => !IsSame(person, asker) && need.From.Any(from => Counts(from, person, groups)));

    private static bool Counts(string from, string person, IApproverGroups groups) => from == person || groups.IsIn(from, person);

    /// <summary>Somebody who writes the own name otherwise is still the same.</summary>
    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Why(PolicyVerdict verdict, Language.Plans.ApprovalSpec spec)
    {
        var first = verdict.Decisions.First(d => d is { Effect: RuleEffect.RequireApproval, Waiver: null } && ReferenceEquals(d.Approval, spec));
        return first.Engine == "plan" ? first.Subject : first.Rule;
    }

    private static ControlAnswer Done { get; } = new(ControlReply.Done, null);

    private static ControlAnswer TooLate(string reason) => new(ControlReply.WrongState, reason);

    private static ControlAnswer Refused(string reason) => new(ControlReply.Forbidden, reason);
}
