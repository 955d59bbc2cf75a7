using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Secrets;

namespace Lumina.Deployments.Rotation;

/// <summary>A place in a plan at which a secret is used, of which something has to be said.</summary>
/// <param name="Component">Whose.</param>
/// <param name="Path">As changes name it: <c>secret DB_KEY</c>, <c>file tls/key.pem</c>.</param>
/// <param name="Reason">What, for a person; never a value.</param>
public sealed record SecretRemark(string Component, string Path, string Reason);

/// <summary>A plan whose references to the newest version say which one that is.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Unknown">Where it could not be found out: what runs stays as it is, and what doesn't run yet is left open until it is prepared.</param>
/// <param name="Refused">Secrets that can't be had: with these nothing can be started.</param>
public sealed record PinnedPlan(Plan Plan, ImmutableArray<SecretRemark> Unknown, ImmutableArray<SecretRemark> Refused);

/// <summary>
/// Replaces "the newest" by the version that is the newest now. So a rotation is seen as a change, what was looked at is what is deployed, and going back brings
/// the version back. What has no versions (credentials that are made for whoever asks) stays as it is.
/// </summary>
public sealed class SecretPins(SecretVersions versions)
{
    public async Task<PinnedPlan> PinAsync(Plan plan, IReadOnlyCollection<RunningComponent> running, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(running);
        var wanted = plan.Components
            .SelectMany(component => component.SecretReferences().Where(IsOpen).Select(reference => (reference, new SecretScope(plan.Environment.Name, plan.Name, component.Name))))
            .ToArray();
        if (wanted.Length == 0)
            return new PinnedPlan(plan, [], []);
        var newest = await versions.AskAsync(wanted, cancellationToken);
        var runs = running.ToDictionary(component => component.Spec.Name, component => component.Spec, StringComparer.Ordinal);
        var (unknown, refused) = (ImmutableArray.CreateBuilder<SecretRemark>(), ImmutableArray.CreateBuilder<SecretRemark>());
        ImmutableArray<ComponentSpec> components = [.. plan.Components.Select(component =>
        {
            var uses = component.SecretUses().Where(use => IsOpen(use.Reference)).ToArray();
            if (uses.Length == 0)
                return component;
            foreach (var (path, reference) in uses)
            {
                var answer = newest.Of(reference);
                var list = answer.Outcome switch { SecretOutcome.Unavailable => unknown, SecretOutcome.Failed => refused, _ => null };
                list?.Add(new SecretRemark(component.Name, path, answer.Reason ?? "no reason was given"));
            }
            return component.WithSecrets(reference => IsOpen(reference) ? Pinned((VaultSecret)reference, newest.Of(reference), runs.GetValueOrDefault(component.Name)) : reference);
        })];
        return new PinnedPlan(plan with { Components = components }, unknown.ToImmutable(), refused.ToImmutable());
    }

    private static bool IsOpen(SecretReference reference) => reference is VaultSecret { Version: null };

    private static VaultSecret Pinned(VaultSecret open, SecretAnswer<SecretVersion?> answer, ComponentSpec? runs) => answer switch
    {
        { Outcome: SecretOutcome.Done, Value: { } version } => open with { Version = version.Number, Newest = true, CreatedAt = version.CreatedAt },
        { Outcome: SecretOutcome.Unavailable } when RunningVersion(open, runs) is { } same => open with { Version = same.Version, Newest = true, CreatedAt = same.CreatedAt },
        _ => open,
    };

    private static VaultSecret? RunningVersion(VaultSecret open, ComponentSpec? runs) =>
        runs?.SecretReferences().OfType<VaultSecret>().FirstOrDefault(secret => secret.Path == open.Path && secret.Key == open.Key && secret.Version is not null);
}
