using CsCheck;
using Lumina.Secrets.Sealing;

namespace Lumina.Secrets.Tests.Sealing;

public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly MasterKey Key = MasterKey.Create();

    private static readonly Gen<string> Names = Gen.String[Gen.Char["abcXYZ019-_./"], 1, SealedNaming.Longest];

    private static readonly Gen<EnvelopeAddress> Addresses = Gen.Select(
        Names, Gen.OneOf(Gen.Const("*"), Names), Gen.Int[1, int.MaxValue], (name, environment, version) => new EnvelopeAddress(name, environment, version));

    [Fact]
    public void Any_value_of_any_address_survives_a_round_trip_and_its_label_tells_when_it_was_set() =>
        Gen.Select(Addresses, Gen.Byte.Array[0, 2_000]).Sample((address, value) =>
        {
            var sealed_ = Envelope.Seal(Key, address, Noon, value);

            Assert.Equal(value, Envelope.Open(sealed_, Key, address)?.Reveal().ToArray());
            Assert.Equal(new EnvelopeLabel(Key.Id, address.Environment == "*", Noon), Envelope.Label(sealed_));
        });

    [Fact]
    public void The_largest_value_fits() =>
        Assert.Equal(Envelope.LargestValue, Envelope.Open(Envelope.Seal(Key, new("a", "*", 1), Noon, new byte[Envelope.LargestValue]), Key, new("a", "*", 1))?.Length);

    [Fact]
    public void It_opens_for_its_own_address_alone() =>
        Gen.Select(Addresses, Addresses, Gen.Byte.Array[0, 50]).Where((one, other, _) => one != other).Sample((one, other, value) =>
        {
            var sealed_ = Envelope.Seal(Key, one, Noon, value);

            Assert.Null(Envelope.Open(sealed_, Key, other));
            Assert.Null(Envelope.Open(sealed_, Key, one with { Name = other.Name + "x" }));
            Assert.Null(Envelope.Open(sealed_, Key, one with { Environment = one.Environment == "*" ? "production" : "*" }));
            Assert.Null(Envelope.Open(sealed_, Key, one with { Version = one.Version == 1 ? 2 : one.Version - 1 }));
        });

    [Fact]
    public void Every_bit_that_is_flipped_is_refused()
    {
        var address = new EnvelopeAddress("db-password", "production", 3);
        var sealed_ = Envelope.Seal(Key, address, Noon, "canary-value"u8);
        var refused = 0;
        foreach (var changed in Flips.Of(sealed_))
        {
            Assert.Null(Envelope.Open(changed, Key, address));
            refused++;
        }

        Assert.Equal(sealed_.Length * 8, refused);
        Assert.NotNull(Envelope.Open(sealed_, Key, address));
    }

    [Fact]
    public void Any_bit_of_what_the_text_stands_for_that_is_flipped_is_refused() =>
        Gen.Select(Addresses, Gen.Byte.Array[0, 200], Gen.Int[0, int.MaxValue]).Sample((address, value, at) =>
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(Envelope.Seal(Key, address, Noon, value));
            bytes[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));

            Assert.Null(Envelope.Open(System.Buffers.Text.Base64Url.EncodeToString(bytes), Key, address));
        });

    [Theory]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("A")]
    public void A_text_with_something_added_is_refused(string added)
    {
        var sealed_ = Envelope.Seal(Key, new("a", "*", 1), Noon, "canary-value"u8);

        Assert.Null(Envelope.Open(sealed_ + added, Key, new("a", "*", 1)));
        Assert.Null(Envelope.Open(sealed_[..^1], Key, new("a", "*", 1)));
    }

    [Fact]
    public void Another_key_does_not_open_it() =>
        Gen.Select(Addresses, Gen.Byte.Array[0, 50]).Sample((address, value) => Assert.Null(Envelope.Open(Envelope.Seal(Key, address, Noon, value), MasterKey.Create(), address)));

    [Fact]
    public void The_same_value_sealed_twice_looks_different() =>
        Assert.NotEqual(Envelope.Seal(Key, new("a", "*", 1), Noon, "canary-value"u8), Envelope.Seal(Key, new("a", "*", 1), Noon, "canary-value"u8));
}
