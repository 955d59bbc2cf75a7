using System.Collections.Immutable;
using System.Text.Json;

namespace Lumina.Secrets.Tests;

public sealed class SecretValueTests
{
    private const string Canary = "canary-value-of-a-secret";

    [Fact]
    public void A_secret_value_prints_as_stars_and_serialises_to_nothing()
    {
        var value = SecretValue.Of(Canary);

        Assert.Equal("***", value.ToString());
        Assert.Equal("***", $"{value}");
        Assert.Equal("{}", JsonSerializer.Serialize(value));
        Assert.DoesNotContain("canary", new SecretEntry(ImmutableSortedDictionary<string, SecretValue>.Empty.Add("", value), null, null).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_values_are_equal_when_their_bytes_are_and_have_one_hash_in_any_case()
    {
        Assert.Equal(SecretValue.Of(Canary), SecretValue.Of(Canary));
        Assert.NotEqual(SecretValue.Of(Canary), SecretValue.Of(Canary + "!"));
        Assert.Equal(SecretValue.Of("a").GetHashCode(), SecretValue.Of("b").GetHashCode());
        Assert.Equal(Canary, SecretValue.Of(Canary).RevealText());
        Assert.Null(SecretValue.Of([0xff, 0xfe]).RevealText());
    }

    [Fact]
    public void A_fingerprint_tells_values_apart_and_needs_its_key()
    {
        var (one, other) = (new FingerprintKey(new byte[32]), new FingerprintKey([.. Enumerable.Repeat((byte)1, 32)]));

        Assert.Equal(one.Of("a"u8), one.Of("a"u8));
        Assert.NotEqual(one.Of("a"u8), one.Of("b"u8));
        Assert.NotEqual(one.Of("a"u8), other.Of("a"u8));
        Assert.Throws<ArgumentException>(() => new FingerprintKey([1]));
    }
}
