using Lumina.Deployments.Targets;
using Lumina.Deployments.Verification;
using Lumina.Language.Plans;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Rehearsal.Scenery;

/// <summary>Nothing is there that could be verified: a revision passes, unless it was injected that it does not.</summary>
internal sealed class RehearsedVerifier(ComponentKey component, Faults faults) : IRevisionVerifier
{
    public Task<Verification> VerifyAsync(VerifySpec verify, RevisionSpec revision, string? address, RevisionContents? contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return Task.FromResult(faults.Find(FaultKind.Verify, component, revision.Number) is null ? Verification.Passed : Verification.Failed("it fails (injected)"));
    }
}
