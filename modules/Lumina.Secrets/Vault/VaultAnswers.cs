using System.Collections.Immutable;
using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>Makes entries of what engines answer. What can't be read whole is no answer.</summary>
internal static class VaultAnswers
{
    /// <summary>A version of values: <c>{"data": {"data": {…}, "metadata": {"version", "created_time", "deletion_time", "destroyed"}}}</c>.</summary>
    public static SecretAnswer<SecretEntry> OfVersion(VaultPlace place, int? wanted, VaultReply reply)
    {
        if (VaultJson.Object(reply.Body)?.Object("data") is not { } data || data.Object("metadata") is not { } metadata)
            return reply.Status == 404 ? NotThere<SecretEntry>(place, wanted) : Strange<SecretEntry>(place);
        if (metadata.Number("version") is not (>= 1 and var number) || metadata.Moment("created_time") is not { } created)
            return Strange<SecretEntry>(place);
        // With 200, a moment of deletion is one that is to come.
        if (!reply.IsDone)
            return Gone<SecretEntry>(place, number, metadata, null) ?? NotThere<SecretEntry>(place, wanted);
        return data.Object("data") is { } values && (wanted is null || wanted == number)
            ? SecretAnswer.Done(new SecretEntry(ValuesOf(values), new SecretVersion(number, created), null))
            : Strange<SecretEntry>(place);
    }

    /// <summary>Which version is the newest: <c>{"data": {"current_version": n, "versions": {"n": {…}}}}</c>.</summary>
    public static SecretAnswer<SecretVersion?> OfMetadata(VaultPlace place, VaultReply reply, DateTimeOffset now)
    {
        if (reply.Status == 404)
            return NotThere<SecretVersion?>(place, null);
        if (VaultJson.Object(reply.Body)?.Object("data") is not { } data || data.Number("current_version") is not { } number)
            return Strange<SecretVersion?>(place);
        // Metadata can be written before there is any value.
        if (number < 1)
            return NotThere<SecretVersion?>(place, null);
        if (data.Object("versions")?.Object(FormattableString.Invariant($"{number}")) is not { } metadata || metadata.Moment("created_time") is not { } created)
            return Strange<SecretVersion?>(place);
        return Gone<SecretVersion?>(place, number, metadata, now) ?? SecretAnswer.Done<SecretVersion?>(new SecretVersion(number, created));
    }

    /// <summary>Values without versions, lent or not.</summary>
    public static SecretAnswer<SecretEntry> OfRead(VaultPlace place, VaultReply reply)
    {
        if (reply.Status == 404)
            return NotThere<SecretEntry>(place, null);
        if (VaultJson.Object(reply.Body) is not { } answer || answer.Object("data") is not { } values)
            return Strange<SecretEntry>(place);
        var lease = answer.Text("lease_id") is { Length: > 0 } ? LeaseOf(answer) : null;
        return lease is null && answer.Text("lease_id") is { Length: > 0 } ? Strange<SecretEntry>(place) : SecretAnswer.Done(new SecretEntry(ValuesOf(values), null, lease));
    }

    public static LeaseTerms? LeaseOf(JsonElement answer) =>
        answer.Text("lease_id") is { Length: > 0 } id && answer.Seconds("lease_duration") is { } duration && answer.Truth("renewable") is { } isRenewable
            ? new LeaseTerms(id, duration, isRenewable)
            : null;

    private static SecretAnswer<T>? Gone<T>(VaultPlace place, int number, JsonElement metadata, DateTimeOffset? now)
    {
        if (metadata.Truth("destroyed") == true)
            return new VaultFault(VaultCodes.Destroyed, $"Version {number} of {place} was destroyed and can't be brought back: write another one.").To<T>();
        return metadata.Text("deletion_time") is { Length: > 0 } when && (now is null || metadata.Moment("deletion_time") is not { } at || at <= now)
            ? new VaultFault(VaultCodes.Deleted, $"Version {number} of {place} was deleted ({when[..Math.Min(when.Length, 19)]}): vault kv undelete -versions={number} {place} brings it back.").To<T>()
            : null;
    }

    /// <summary>Text as it is, anything else as its JSON; what is null is not there.</summary>
    private static ImmutableSortedDictionary<string, SecretValue> ValuesOf(JsonElement values)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, SecretValue>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject().Where(value => value.Value.ValueKind is not JsonValueKind.Null))
            read[value.Name] = SecretValue.Of(value.Value.ValueKind is JsonValueKind.String ? value.Value.GetString() ?? "" : value.Value.GetRawText());
        return read.ToImmutable();
    }

    private static SecretAnswer<T> NotThere<T>(VaultPlace place, int? version) => new VaultFault(VaultCodes.NotThere, version is { } number
        ? $"There is no version {number} of {place}, nor perhaps anything there (vault kv metadata get {place})."
        : $"There is nothing at {place}.").To<T>();

    private static SecretAnswer<T> Strange<T>(VaultPlace place) =>
        new VaultFault(VaultCodes.Malformed, $"What Vault answers for {place} is not what an engine of its kind answers, or is another version than the one asked for.").To<T>();
}
