using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Lumina.Secrets.Redaction;

namespace Lumina.Secrets.Tests;

public sealed class RedactorTests
{
    private const string Canary = "canary: \"a/b\" & <ü> 'q'+%=;\t€";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Nothing of it is in any value or any of their forms, so that whatever is left of it was left on purpose.
    private static readonly Gen<string> Around = Gen.String["§¤ \n"];

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.Char[' ', '~'].Array[6, 60].Select(characters => new string(characters)),
        Gen.Char["ä\"\\/\n\r\t <&€x\u0001+"].Array[6, 40].Select(characters => new string(characters)));

    public static TheoryData<string> Forms =>
    [
        Canary,
        Uri.EscapeDataString(Canary),
        WebUtility.UrlEncode(Canary),
        JsonSerializer.Serialize(Canary).Trim('"'),
        JsonSerializer.Serialize(Canary, Relaxed)[1..^1],
        JsonSerializer.Serialize(Canary, Relaxed)[1..^1].Replace("/", "\\/", StringComparison.Ordinal),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_value_becomes_stars_in_each_form_that_libraries_print(string form) =>
        Assert.Equal("before *** after", Of(Canary).Redact($"before {form} after"));

    [Fact]
    public void Any_value_in_any_form_and_any_pieces_is_never_in_the_output() => Gen.Select(Values, Around, Around, Gen.Int[1, 7], Gen.Int[0, 7]).Sample(
        (value, before, after, piece, form) =>
        {
            var printed = Print(value, form);
            var redacted = Encoding.UTF8.GetString(Run(Of(value), Encoding.UTF8.GetBytes(before + printed + after), piece));
            return redacted == before + "***" + after;
        });

    [Fact]
    public void A_whole_value_at_the_end_of_what_came_is_stars_at_once_and_nothing_of_it_is_held_back() => Gen.Select(Values, Around, Gen.Int[1, 7]).Sample(
        (value, before, piece) =>
        {
            using var output = new MemoryStream();
            var writer = new RedactingWriter(Of(value), output);
            foreach (var part in Encoding.UTF8.GetBytes(before + value).Chunk(piece))
                writer.Add(part);
            return Encoding.UTF8.GetString(output.ToArray()) == before + "***" && !writer.HoldsBack;
        });

    [Fact]
    public void The_beginning_of_a_value_waits_for_the_rest_and_a_longer_value_that_begins_like_another_is_hidden_whole()
    {
        using var output = new MemoryStream();
        var writer = new RedactingWriter(Of("canary", "canary-and-more"), output);
        writer.Add("it is can"u8);
        Assert.Equal("it is ", Encoding.UTF8.GetString(output.ToArray()));
        writer.Add("ary"u8);
        Assert.Equal("it is ***", Encoding.UTF8.GetString(output.ToArray()));
        writer.Add("-and-more."u8);
        Assert.Equal("it is ***.", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Base64_of_a_longer_text_with_the_value_in_it_tells_nothing_of_the_value() => Gen.Select(Values, Gen.Byte.Array[0, 5], Gen.Byte.Array[0, 5]).Sample(
        (value, before, after) =>
        {
            var encoded = Convert.ToBase64String([.. before, .. Encoding.UTF8.GetBytes(value), .. after]);
            var redacted = Of(value).Redact(encoded);
            // At most a digit on either side has bits of it and of its neighbour.
            var first = (before.Length * 8 + 5) / 6;
            var last = (before.Length + Encoding.UTF8.GetByteCount(value)) * 8 / 6;
            return redacted.Contains("***", StringComparison.Ordinal) && !redacted.Contains(encoded[first..last], StringComparison.Ordinal);
        });

    [Fact]
    public void What_comes_out_does_not_depend_on_how_it_comes_in() => Gen.Select(Gen.String["abc"].Array[1, 4], Gen.String["abc"].Array[0, 30], Gen.Int[1, 9]).Sample(
        (parts, texts, piece) =>
        {
            var redactor = Of([.. parts.Select(part => part.PadRight(6, 'a'))]);
            var text = Encoding.UTF8.GetBytes(string.Concat(texts));
            return Run(redactor, text, piece).AsSpan().SequenceEqual(Run(redactor, text, int.MaxValue));
        });

    [Fact]
    public void A_text_without_values_stays_as_it_is() => Gen.Select(Gen.Byte[0, 99].Array, Gen.Int[1, 9]).Sample(
        (bytes, piece) => Run(Of("zzzzzzzz"), bytes, piece).AsSpan().SequenceEqual(bytes));

    [Fact]
    public void Short_values_are_named_and_left_in()
    {
        var redactor = Redactor.Of([new("PIN", SecretValue.Of("12345")), new("KEY", SecretValue.Of("canary-1"))]);
        Assert.Equal(["PIN"], redactor.TooShort);
        Assert.Equal("12345 ***", redactor.Redact("12345 canary-1"));
    }

    [Fact]
    public void The_lines_of_a_value_are_hidden_too_and_wrapped_Base64_line_by_line()
    {
        var pem = "-----BEGIN KEY-----\n" + string.Join('\n', Enumerable.Range(0, 9).Select(n => $"canary{n}".PadRight(40, (char)('A' + n)))) + "\n-----END KEY-----\n";
        Assert.Equal("line: *** end", Of(pem).Redact("line: " + "canary3".PadRight(40, 'D') + " end"));
        var wrapped = string.Join('\n', Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)).Chunk(76).Select(line => new string(line)));
        Assert.Equal(string.Join('\n', wrapped.Split('\n').Select(_ => "***")), Of(pem).Redact(wrapped));
    }

    [Fact]
    public void A_long_value_is_hidden_in_each_form_and_whatever_is_printed_of_it_in_part()
    {
        var binary = new byte[8192];
        new Random(7).NextBytes(binary);
        var redactor = Redactor.Of([new("FILE", SecretValue.Of(binary))]);
        Assert.Equal("***"u8.ToArray(), Run(redactor, binary, 100));
        Assert.Contains("***", Encoding.Latin1.GetString(Run(redactor, binary[1001..1097], 7)), StringComparison.Ordinal);
        Assert.Equal("***", redactor.Redact(Convert.ToBase64String(binary).TrimEnd('=')));
        var text = string.Join('\n', Enumerable.Range(0, 90).Select(n => $"canary/{n} \"ü\" & more"));
        var ofText = Of(text);
        Assert.Equal("- ***", ofText.Redact("- canary/44 \"ü\" & more"));
        for (var form = 0; form < 7; form++)
            Assert.Equal("***", ofText.Redact(Print(text, form)).TrimEnd('='));
    }

    [Fact]
    public void What_would_take_too_much_memory_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Redactor.Of([new("FILE", SecretValue.Of(Enumerable.Range(0, 300_000).Select(n => (byte)(n * n >> 7)).ToArray()))]));

    [Fact]
    public void A_text_that_was_cut_in_the_middle_of_a_value_does_not_show_its_beginning()
    {
        Assert.Equal("it is ***", Of("canary-of-length").Redact("it is canary-of", isCut: true));
        Assert.Equal("it is canary-of", Of("canary-of-length").Redact("it is canary-of"));
    }

    [Fact]
    public void Values_that_overlap_are_hidden_as_one() => Assert.Equal("-***-", Of("canary-one", "one-canary").Redact("-canary-one-canary-"));

    [Fact]
    public void A_redactor_shows_nothing_of_what_it_looks_for()
    {
        Assert.Equal("***", Of(Canary).ToString());
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(Of(Canary)), StringComparison.Ordinal);
    }

    private static Redactor Of(params string[] values) => Redactor.Of(
        values.Select((value, index) => KeyValuePair.Create(index.ToString(CultureInfo.InvariantCulture), SecretValue.Of(value))));

    private static string Print(string value, int form) => form switch
    {
        0 => value,
        1 => Uri.EscapeDataString(value),
        2 => WebUtility.UrlEncode(value),
        3 => JsonSerializer.Serialize(value)[1..^1],
        4 => JsonSerializer.Serialize(value, Relaxed)[1..^1],
        5 => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        6 => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        _ => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal),
    };

    private static byte[] Run(Redactor redactor, byte[] bytes, int piece)
    {
        using var output = new MemoryStream();
        var writer = new RedactingWriter(redactor, output);
        for (var i = 0; i < bytes.Length; i += Math.Min(piece, bytes.Length - i))
            writer.Add(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
        writer.Finish();
        return output.ToArray();
    }
}
