using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>What is on record of one question to policy: small, whatever was said. The decisions themselves lie in the document store.</summary>
/// <param name="Moment">When it was asked.</param>
/// <param name="Denied">How many denied.</param>
/// <param name="Approvals">How many want people to agree.</param>
/// <param name="Warned">How many warned.</param>
/// <param name="Waived">How many do not count.</param>
/// <param name="Versions">By engine: the version that was asked.</param>
/// <param name="Decisions">The digest of the document that holds all of them (<see cref="DecisionsJson"/>); null when nobody had anything to say.</param>
/// <param name="Input">The digest of the document that they were made of; null when there is none.</param>
/// <param name="Milliseconds">How long all engines took together.</param>
public sealed record PolicyCheck(
    PolicyMoment Moment, int Denied, int Approvals, int Warned, int Waived, IReadOnlyDictionary<string, string> Versions, string? Decisions, string? Input, double Milliseconds);

/// <summary>What came of a question.</summary>
/// <param name="Check">For the record.</param>
/// <param name="Verdict">What was said.</param>
internal sealed record PolicyAnswer(PolicyCheck Check, PolicyVerdict Verdict);
