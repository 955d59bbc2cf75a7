using System.Collections.Concurrent;
using Lumina.Configuration;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>What a rollout needs to know of configuration.</summary>
internal interface IRolloutConfiguring
{
    /// <summary>Resolves what the instances of a revision get, and keeps the configuration that this is. Nothing in the answer is a value.</summary>
    Task<SecretAnswer<Configured>> ConfigureAsync(ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The same, whatever instances that are there have got: the target has lost it.</summary>
    Task<SecretAnswer<Configured>> ResolveAsync(ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What the instances get, when it is in memory.</summary>
    RevisionContents? Known(ComponentKey component, Rollout rollout, int revision);

    /// <summary>A configuration that was kept; null when it can't be compared with anything.</summary>
    Task<ConfigurationVersion?> ReadAsync(ConfigurationMark mark, CancellationToken cancellationToken);

    ValueTask<FingerprintKey> KeyAsync(CancellationToken cancellationToken);
}

/// <summary>A revision that may be started.</summary>
/// <param name="Happened">What is to be recorded; null where configurations are not kept.</param>
/// <param name="Contents">What its instances get.</param>
internal sealed record Configured(RolloutConfigured? Happened, RevisionContents Contents);

/// <summary>Resolves by the stores, keeps by the digest.</summary>
/// <param name="contents">What instances get.</param>
/// <param name="keys">For fingerprints.</param>
/// <param name="documents">Where configurations are kept.</param>
/// <param name="origins">Where values were written; null where nobody knows.</param>
internal sealed class RolloutConfiguring(IRevisionContents contents, IFingerprintKeys keys, IDocumentStore documents, RevisionOrigins? origins = null) : IRolloutConfiguring
{
    private const string DocumentKind = "configuration";

    /// <summary>How many digests are remembered as kept; many components have the same configuration.</summary>
    private const int RememberedDigests = 10_000;

    private readonly ConcurrentDictionary<string, byte> _kept = new(StringComparer.Ordinal);

    public async Task<SecretAnswer<Configured>> ConfigureAsync(
        ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The instances stay, and so does what they have got: asking anew would take new leases beside those that they use.
        if (rollout.Phase == RolloutPhase.Preparing && Unchanged(rollout, revision) is { } unchanged)
            return SecretAnswer.Done(new Configured(new RolloutConfigured(revision.Number, unchanged, null, [], now), RevisionContents.None));
        return await ResolveAsync(component, rollout, revision, now, cancellationToken);
    }

    public async Task<SecretAnswer<Configured>> ResolveAsync(
        ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await contents.ResolveAsync(component, rollout.Deployment, revision, cancellationToken);
        if (answer is not { Outcome: SecretOutcome.Done, Value: { } resolved })
            return new SecretAnswer<Configured>(answer.Outcome, null, answer.Reason);
        // A revision from before was written in another plan.
        var written = origins is not null && rollout.To?.Number == revision.Number ? await origins.OfAsync(rollout.Deployment, component.Component, cancellationToken) : null;
        var version = ConfigurationVersions.Of(resolved.Revision.Spec, resolved.Contents, await keys.GetAsync(cancellationToken), written);
        var content = ConfigurationJson.ContentDigest(version);
        var mark = written is null && Known(rollout, content) is { } same ? same : Numbered(rollout, await KeepAsync(version, cancellationToken), content);
        var pinned = revision.Spec.SecretReferences().SequenceEqual(resolved.Revision.Spec.SecretReferences()) ? null : resolved.Revision;
        return SecretAnswer.Done(new Configured(new RolloutConfigured(revision.Number, mark, pinned, resolved.Leases, now), resolved.Contents));
    }

    public RevisionContents? Known(ComponentKey component, Rollout rollout, int revision) => contents.Known(component, rollout.Deployment, revision)?.Contents;

    public async Task<ConfigurationVersion?> ReadAsync(ConfigurationMark mark, CancellationToken cancellationToken) =>
        await documents.GetAsync(mark.Document, cancellationToken) is { } document ? ConfigurationJson.Read(document.Span) : null;

    public ValueTask<FingerprintKey> KeyAsync(CancellationToken cancellationToken) => keys.GetAsync(cancellationToken);

    /// <summary>What instances that are there have got: those that stay, and those that stand by and are taken up again.</summary>
    private static ConfigurationMark? Unchanged(Rollout rollout, RevisionSpec revision) =>
        rollout.InPlace ? rollout.From?.Configuration : rollout.Kept?.Number == revision.Number ? rollout.KeptConfiguration : null;

    /// <summary>The same again keeps its number.</summary>
    private static ConfigurationMark Numbered(Rollout rollout, string document, string content) =>
        new(Known(rollout, content)?.Number ?? (rollout.LastConfiguration?.Number ?? 0) + 1, document, content);

    private static ConfigurationMark? Known(Rollout rollout, string content) =>
        rollout.From?.Configuration is { } before && before.Content == content ? before
        : rollout.LastConfiguration is { } last && last.Content == content ? last
        : null;

    private async Task<string> KeepAsync(ConfigurationVersion version, CancellationToken cancellationToken)
    {
        var document = ConfigurationJson.Write(version);
        var digest = PlanJson.DigestOf(document);
        if (_kept.ContainsKey(digest))
            return digest;
        await documents.PutAsync(DocumentKind, document, cancellationToken);
        if (_kept.Count >= RememberedDigests)
            _kept.Clear();
        _kept.TryAdd(digest, 0);
        return digest;
    }
}

/// <summary>Where nothing is configured: in a rehearsal.</summary>
internal sealed class NoConfiguring : IRolloutConfiguring
{
    public static NoConfiguring Instance { get; } = new();

    public Task<SecretAnswer<Configured>> ConfigureAsync(
        ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(SecretAnswer.Done(new Configured(null, RevisionContents.None)));

    public Task<SecretAnswer<Configured>> ResolveAsync(
        ComponentKey component, Rollout rollout, RevisionSpec revision, DateTimeOffset now, CancellationToken cancellationToken) =>
        ConfigureAsync(component, rollout, revision, now, cancellationToken);

    public RevisionContents? Known(ComponentKey component, Rollout rollout, int revision) => RevisionContents.None;

    public Task<ConfigurationVersion?> ReadAsync(ConfigurationMark mark, CancellationToken cancellationToken) => Task.FromResult<ConfigurationVersion?>(null);

    public ValueTask<FingerprintKey> KeyAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is compared here.");
}
