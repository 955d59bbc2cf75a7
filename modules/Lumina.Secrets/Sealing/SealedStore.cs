using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lumina.Language.Plans;

namespace Lumina.Secrets.Sealing;

/// <summary>The store of sealed secrets as a host has it: the values came sealed with the plan, only the keys are here. It reads no other file.</summary>
/// <param name="keys">The master keys of the user that the host runs as.</param>
public sealed class SealedStore(MasterKeys keys) : ISecretStore
{
    public string Kind => "sealed";

    public bool Serves(SecretReference reference) => reference is SealedSecret;

    public string EntryOf(SecretReference reference)
    {
        var secret = Own(reference);
        var digest = secret.Envelope is { } envelope ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(envelope)).AsSpan(0, 16)) : "none";
        return $"sealed {secret.Name} {secret.Version} {digest}";
    }

    public Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(Own(reference), scope));
    }

    public Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        var secret = Own(reference);
        return Task.FromResult(LabelOf(secret, out var reason) is { } label
            ? SecretAnswer.Done<SecretVersion?>(new(secret.Version, label.CreatedAt))
            : SecretAnswer.Failed<SecretVersion?>(reason));
    }

    public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(SecretAnswer.Done(keys.Count() is > 0 and var count
                ? $"{count} master {(count == 1 ? "key" : "keys")} in {keys.Folder} and {MasterKeys.Variable}"
                : $"no master key in {keys.Folder} nor in {MasterKeys.Variable}; the first 'lumina secrets set' makes one"));
        }
        catch (SealedException unusable)
        {
            return Task.FromResult(SecretAnswer.Failed<string>(Sentence(unusable)));
        }
    }

    private SecretAnswer<SecretEntry> Read(SealedSecret secret, SecretScope scope)
    {
        if (LabelOf(secret, out var reason) is not { } label) return SecretAnswer.Failed<SecretEntry>(reason);
        try
        {
            var key = keys.Find(label.KeyId);
            var value = Envelope.Open(secret.Envelope ?? "", key, new(secret.Name, label.IsForAll ? SealedNaming.All : scope.Environment, secret.Version));
            return value is null
                ? SecretAnswer.Failed<SecretEntry>($"The sealed secret {secret.Name} (version {secret.Version}) does not open for {scope.Environment}: it was changed, or sealed under another name, version or environment.")
                : SecretAnswer.Done<SecretEntry>(new(ImmutableSortedDictionary<string, SecretValue>.Empty.Add("", value), new(secret.Version, label.CreatedAt), null));
        }
        catch (SealedException unusable)
        {
            return SecretAnswer.Failed<SecretEntry>($"The sealed secret {secret.Name} can't be opened by this host. {Sentence(unusable)}");
        }
    }

    private static EnvelopeLabel? LabelOf(SealedSecret secret, out string reason)
    {
        var label = secret.Envelope is { } envelope ? Envelope.Label(envelope) : null;
        reason = secret.Envelope is null
            ? $"The sealed secret {secret.Name} did not come with its plan: {SealedFile.Name} was not read when that was compiled. Apply it again with this version of lumina."
            : $"What came with the plan as the sealed secret {secret.Name} is no sealed value of this format: it was changed, or is of a newer program.";
        return label;
    }

    private static string Sentence(SealedException unusable) => unusable.Remedy is { } remedy ? $"{unusable.Message} {remedy}" : unusable.Message;

    private static SealedSecret Own(SecretReference reference) =>
        reference as SealedSecret ?? throw new ArgumentException("That is no sealed secret.", nameof(reference));
}
