using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Verification;

/// <summary>Finds out whether a new revision passes what its plan wants it to pass before it takes traffic. May be asked again after a crash.</summary>
public interface IRevisionVerifier
{
    /// <param name="verify">What it has to pass.</param>
    /// <param name="revision">Which revision.</param>
    /// <param name="address">Where that revision alone answers, <c>http://127.0.0.1:41001</c>; null when it has no address.</param>
    /// <param name="contents">What its instances get, so that none of it is repeated in a reason; null when that is not in memory.</param>
    /// <param name="cancellationToken">Ends it: the rollout is being taken back.</param>
    Task<Verification> VerifyAsync(VerifySpec verify, RevisionSpec revision, string? address, RevisionContents? contents, CancellationToken cancellationToken);
}

/// <summary>How a verification came out.</summary>
/// <param name="Result">How.</param>
/// <param name="Reason">What was seen; null when it passed.</param>
public sealed record Verification(VerificationResult Result, string? Reason)
{
    public static Verification Passed { get; } = new(VerificationResult.Passed, null);

    public static Verification Failed(string reason) => new(VerificationResult.Failed, reason);

    public static Verification NotYet(string reason) => new(VerificationResult.NotYet, reason);
}

/// <summary>How a verification came out.</summary>
public enum VerificationResult
{
    Passed,

    /// <summary>It was looked at and is not good.</summary>
    Failed,

    /// <summary>It could not be looked at; within the time it may be tried again.</summary>
    NotYet,
}
