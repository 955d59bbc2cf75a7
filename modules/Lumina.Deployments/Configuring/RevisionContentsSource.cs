using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>Makes contents of what stores answer, and remembers them while the deployment runs.</summary>
internal sealed class RevisionContentsSource : IRevisionContents, IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly SecretReads _reads;
    private readonly ITimer _sweep;
    private readonly ConcurrentDictionary<(string Deployment, ComponentKey Component, int Revision), (ResolvedRevision Resolved, long LastUse)> _known = new();

    public RevisionContentsSource(IEnumerable<ISecretStore> stores, TimeProvider time)
    {
        _time = time;
        _reads = new SecretReads(stores, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public async Task<SecretAnswer<ResolvedRevision>> ResolveAsync(
        ComponentKey component, string deployment, RevisionSpec revision, CancellationToken cancellationToken)
    {
        if (!revision.NeedsContents())
            return SecretAnswer.Done(new ResolvedRevision(revision, RevisionContents.None, []));
        if (Known(component, deployment, revision.Number) is { } known)
            return SecretAnswer.Done(known);
        var references = revision.Spec.SecretReferences().Distinct().ToArray();
        var answers = await Task.WhenAll(references.Select(r => _reads.ReadAsync(r, component, deployment, revision.Number, cancellationToken))).ConfigureAwait(false);
        var entries = references.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
        if (Refusal(revision.Spec, entries) is { } refusal)
            return refusal;
        var now = _time.GetUtcNow();
        var resolved = new ResolvedRevision(
            revision with { Spec = revision.Spec.WithSecrets(secret => Pinned(secret, EntryOf(entries, secret))) },
            ContentsOf(revision.Spec, secret => ValueOf(secret, EntryOf(entries, secret))!),
            [.. entries.Where(e => e.Value.Value?.Lease is not null).Select(e => Held(e.Key, e.Value.Value!.Lease!, revision.Number, now)).DistinctBy(l => l.Id)]);
        _known[(deployment, component, revision.Number)] = (resolved, _time.GetTimestamp());
        return SecretAnswer.Done(resolved);
    }

    public ResolvedRevision? Known(ComponentKey component, string deployment, int revision)
    {
        var key = (deployment, component, revision);
        if (!_known.TryGetValue(key, out var known))
            return null;
        _known[key] = known with { LastUse = _time.GetTimestamp() };
        return known.Resolved;
    }

    public void Forget(string deployment)
    {
        _reads.Forget(deployment);
        foreach (var key in _known.Keys.Where(k => k.Deployment == deployment))
            _known.TryRemove(key, out _);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _reads.Dispose();
    }

    private void Sweep()
    {
        _reads.Sweep();
        foreach (var (key, known) in _known)
        {
            if (_time.GetElapsedTime(known.LastUse) > KeptFor)
                _known.TryRemove(key, out _);
        }
    }

    /// <summary>Why it can't be had: the worst of all, by the name that the plan has for it.</summary>
    private static SecretAnswer<ResolvedRevision>? Refusal(ComponentSpec spec, Dictionary<SecretReference, SecretAnswer<SecretEntry>> entries)
    {
        string? away = null;
        foreach (var (name, secret, isVariable) in Uses(spec))
        {
            var answer = entries[secret];
            var reason = answer.Outcome != SecretOutcome.Done ? answer.Reason ?? "the store gives no reason" : WrongWith(secret, answer.Value!, isVariable);
            if (reason is null)
                continue;
            var text = $"{name} ({secret.Place()}) can't be had: {reason}";
            if (answer.Outcome != SecretOutcome.Unavailable)
                return SecretAnswer.Failed<ResolvedRevision>(text);
            away ??= text;
        }
        return away is null ? null : SecretAnswer.Unavailable<ResolvedRevision>(away);
    }

    private static IEnumerable<(string Name, SecretReference Secret, bool IsVariable)> Uses(ComponentSpec spec) =>
        spec.Secrets.Select(s => ($"the secret {s.Key}", s.Value, true))
            .Concat(spec.Files.SelectMany(f => f.Value.Pieces.Select(p => p.Secret).OfType<SecretReference>().Select(s => ($"a secret in the file {f.Key}", s, false))));

    private static string? WrongWith(SecretReference secret, SecretEntry entry, bool isVariable) => ValueOf(secret, entry) switch
    {
        null => "the entry is there and has no such key",
        var value when isVariable && (value.RevealText() is not { } text || text.Contains('\0', StringComparison.Ordinal)) =>
            "it is no text, and an environment variable can be nothing else; a secret_file can",
        _ => null,
    };

    private static SecretEntry EntryOf(Dictionary<SecretReference, SecretAnswer<SecretEntry>> entries, SecretReference secret) => entries[secret].Value!;

    private static SecretValue? ValueOf(SecretReference secret, SecretEntry entry) => entry.Values.GetValueOrDefault((secret as VaultSecret)?.Key ?? "");

    private static SecretReference Pinned(SecretReference secret, SecretEntry entry) =>
        secret is VaultSecret { Version: null } floating && entry.Version is { } version ? floating with { Version = version.Number, Newest = true } : secret;

    private static HeldLease Held(SecretReference secret, LeaseTerms lease, int revision, DateTimeOffset now) =>
        new(lease.Id, revision, secret, now, now + lease.Duration, lease.IsRenewable);

    private static RevisionContents ContentsOf(ComponentSpec spec, Func<SecretReference, SecretValue> valueOf) => new(
        spec.Secrets.ToImmutableSortedDictionary(s => s.Key, s => valueOf(s.Value), StringComparer.Ordinal),
        spec.Files.ToImmutableSortedDictionary(f => f.Key, f => ContentOf(f.Value, valueOf), StringComparer.Ordinal));

    private static FileContent ContentOf(ConfigFileSpec file, Func<SecretReference, SecretValue> valueOf) => new(Joined(file, valueOf), file.IsSecret, file.Variable)
    {
        Secrets = [.. file.Pieces.Select(piece => piece.Secret).OfType<SecretReference>().Distinct().Select(valueOf)],
    };

    private static SecretValue Joined(ConfigFileSpec file, Func<SecretReference, SecretValue> valueOf)
    {
        using var all = new MemoryStream();
        foreach (var piece in file.Pieces)
            all.Write(piece.Secret is { } secret ? valueOf(secret).Reveal() : Encoding.UTF8.GetBytes(piece.Text ?? ""));
        return SecretValue.Of(all.GetBuffer().AsSpan(0, (int)all.Length));
    }
}
