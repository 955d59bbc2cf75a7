using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>Who is asked to agree, and who has.</summary>
internal static class ApprovalText
{
    /// <summary><c>waits until 16:00:00 for 2 of release-managers (two-people), 1 has agreed: lumina approve dep-…</c>.</summary>
    public static string Waits(ApprovalStatus approval, string id, TimeProvider time) =>
        $"waits until {Wording.Moment(approval.Until, time)} for {Needs(approval)}: lumina approve {id}";

    public static string Needs(ApprovalStatus approval) => string.Join(" and ", approval.Needs.Select(need =>
        $"{DecisionsText.Wanted(need.Count, need.From)} ({need.Why}){(need.Given == 0 ? "" : FormattableString.Invariant($", {need.Given} agreed"))}"));

    /// <summary><c>ben (release-managers) at 15:10:00: fine</c>.</summary>
    public static string Of(AgreementReport given, TimeProvider time) =>
        $"{given.Actor}{(given.As is [] || given.As.SequenceEqual([given.Actor]) ? "" : $" ({string.Join(", ", given.As)})")} at {Wording.Moment(given.At, time)}{(given.Comment is null ? "" : ": " + given.Comment)}";
}
