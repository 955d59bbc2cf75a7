using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Lumina.Language.Plans;

namespace Lumina.Configuration.Tests;

[SuppressMessage("Naming", "CA1707", Justification = "A test's name is a sentence.")]
public sealed class ConfigurationJsonTests
{
    [Fact]
    public void What_was_written_is_read_again_in_the_same_bytes()
    {
        var written = ConfigurationJson.Write(Version("lumina.deploy:3", "one"));

        Assert.Equal(written, ConfigurationJson.Write(ConfigurationJson.Read(written)));
    }

    [Fact]
    public void A_moved_line_and_another_envelope_are_the_same_content()
    {
        Assert.Equal(ConfigurationJson.ContentDigest(Version("lumina.deploy:3", "one")), ConfigurationJson.ContentDigest(Version("lumina.deploy:4", "two")));
        Assert.NotEqual(
            ConfigurationJson.ContentDigest(Version(null, "one")),
            ConfigurationJson.ContentDigest(Version(null, "one") with { Files = ImmutableSortedDictionary<string, ConfiguredFile>.Empty }));
    }

    [Fact]
    public void A_later_format_is_refused() =>
        Assert.Throws<JsonException>(() => ConfigurationJson.Read("""{"format":2,"variables":{},"files":{}}"""u8));

    private static ConfigurationVersion Version(string? origin, string envelope) => new()
    {
        Variables = ImmutableSortedDictionary<string, ConfiguredValue>.Empty
            .Add("a", new("1", null, "hmac:1", origin))
            .Add("B", new(null, new SealedSecret { Name = "s", Version = 2, Envelope = envelope }, "hmac:2", origin)),
        Files = ImmutableSortedDictionary<string, ConfiguredFile>.Empty
            .Add("app.json", new([new("{", null), new(null, new VaultSecret { Path = "p", Key = "k", Version = 1, Newest = true })], "hmac:3", "APP", origin)),
    };
}
