using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Secrets.Sealing;

/// <summary>A line of a file of sealed secrets: one version of one value.</summary>
/// <param name="Name">The secret's name.</param>
/// <param name="Environment">The environment that it is for, or <c>*</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="CreatedAt">When it was set, to the second.</param>
/// <param name="KeyId">The master key that it is of.</param>
/// <param name="Envelope">The value, sealed.</param>
public sealed record SealedEntry(string Name, string Environment, int Version, DateTimeOffset CreatedAt, string KeyId, string Envelope)
{
    internal const string Moments = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal EnvelopeAddress Address => new(Name, Environment, Version);

    /// <summary>As a plan has it.</summary>
    public SealedSecret ToReference() => new() { Name = Name, Version = Version, Envelope = Envelope, CreatedAt = CreatedAt };

    internal static SealedEntry Of(MasterKey key, EnvelopeAddress address, DateTimeOffset now, ReadOnlySpan<byte> value)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return new(address.Name, address.Environment, address.Version, created, key.Id, Sealing.Envelope.Seal(key, address, created, value));
    }

    internal string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Environment} {Version} {CreatedAt.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture)} {Envelope}");
}
