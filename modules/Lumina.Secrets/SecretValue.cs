using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Secrets;

/// <summary>
/// The value of a secret. It prints as <c>***</c>, has no members that a serialiser or a logger could take it from, and is compared in constant
/// time. Whoever needs what is in it says so by <see cref="Reveal"/>, which is what to look for in a review.
/// </summary>
[DebuggerDisplay("***")]
public sealed class SecretValue : IEquatable<SecretValue>
{
    private readonly byte[] _value;

    private SecretValue(byte[] value) => _value = value;

    /// <summary>How many bytes it has.</summary>
    internal int Length => _value.Length;

    /// <param name="value">What it is; copied.</param>
    public static SecretValue Of(ReadOnlySpan<byte> value) => new(value.ToArray());

    /// <param name="value">What it is, taken as UTF-8.</param>
    public static SecretValue Of(string value) => new(Encoding.UTF8.GetBytes(value));

    /// <summary>The value itself, for the one call that hands it on.</summary>
    public ReadOnlySpan<byte> Reveal() => _value;

    /// <summary>The value as text; null when its bytes are no UTF-8.</summary>
    public string? RevealText()
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(_value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public bool Equals(SecretValue? other) => other is not null && CryptographicOperations.FixedTimeEquals(_value, other._value);

    public override bool Equals(object? obj) => Equals(obj as SecretValue);

    /// <summary>The same for all: a hash would tell something of the value.</summary>
    public override int GetHashCode() => 0;

    public override string ToString() => "***";
}
