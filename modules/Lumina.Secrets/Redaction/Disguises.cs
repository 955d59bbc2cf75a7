using System.Buffers.Text;
using System.Text;

namespace Lumina.Secrets.Redaction;

/// <summary>
/// The forms in which programs print a value: as it is, each of its lines, in Base64 (wherever in a longer text it stands), URL-encoded and JSON-escaped in
/// the ways of the usual libraries. Forms that are put into each other (Base64 of JSON) are not among them.
/// </summary>
internal static class Disguises
{
    private const int ShortestPiece = Redactor.ShortestValue;
    private const int LongestLine = 76;
    private const string UpperDigits = "0123456789ABCDEF";
    private const string LowerDigits = "0123456789abcdef";

    // At which columns programs break Base64: base64(1), and PEM.
    private static readonly int[] LineLengths = [LongestLine, 64];

    // What is left alone beside letters and digits: RFC 3986, .NET's forms, JavaScript's components and addresses, Java's forms, paths.
    private static readonly string[] LeftAlone = ["-_.~", "-_.!*()", "-_.!~*'()", "-_.!~*'();/?:@&=+$,#", "-_.*", "-_.~/"];

    // A longer value is looked for in pieces, and in fewer forms: all of its forms as a whole would take more memory than a log writer has.
    private const int LongestWhole = 512;

    // How the usual libraries write a long value into an address: RFC 3986, .NET, JavaScript, Java, paths.
    private static readonly (string LeftAlone, string Space, string Digits)[] OfLongOnes =
    [
        ("-_.~", "%20", UpperDigits), ("-_.~", "%20", LowerDigits), ("-_.!*()", "+", UpperDigits),
        ("-_.!~*'()", "%20", UpperDigits), ("-_.*", "+", UpperDigits), ("-_.~/", "%20", UpperDigits),
    ];

    public static IEnumerable<ByteString> Of(byte[] value) => (value.Length > LongestWhole ? OfLong(value) : OfShort(value))
        .Where(form => form.Length >= ShortestPiece).Select(form => new ByteString(form));

    private static IEnumerable<byte[]> OfLong(byte[] value)
    {
        var text = TextOf(value);
        // One after the other, so that whoever counts them can stop early.
        foreach (var piece in Pieces.Of(value))
            yield return piece;
        foreach (var line in text is null ? [] : LinesOf(text))
        {
            foreach (var piece in Encoding.UTF8.GetBytes(line) is { Length: <= LongestWhole } bytes ? [bytes] : Pieces.Of(Encoding.UTF8.GetBytes(line)))
                yield return piece;
        }

        foreach (var piece in InBase64(value).SelectMany(form => form.Length > LongestLine ? Pieces.Of(form) : [form]))
            yield return piece;
        foreach (var (leftAlone, space, digits) in OfLongOnes)
        {
            foreach (var piece in Pieces.Of(InUrl(value, leftAlone, space, digits)))
                yield return piece;
        }

        foreach (var piece in text is null ? [] : JsonForms.OfLong(text).SelectMany(form => Pieces.Of(Encoding.UTF8.GetBytes(form))))
            yield return piece;
    }

    private static List<byte[]> OfShort(byte[] value)
    {
        var text = TextOf(value);
        var all = new List<byte[]> { value };
        all.AddRange(InBase64(value));
        all.AddRange(InUrls(value));
        if (text is not null)
        {
            all.AddRange(LinesOf(text).Select(Encoding.UTF8.GetBytes));
            all.AddRange(JsonForms.Of(text).Select(Encoding.UTF8.GetBytes));
        }

        return all;
    }

    private static string? TextOf(byte[] value)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The first and last line of PEM are in every certificate.
    private static IEnumerable<string> LinesOf(string text) => text.Split('\n').Select(line => line.Trim())
        .Where(line => line.Length >= ShortestPiece && line.Length < text.Length && !line.StartsWith("-----", StringComparison.Ordinal));

    private static IEnumerable<byte[]> InBase64(byte[] value)
    {
        for (var before = 0; before < 3; before++)
        {
            var shifted = Convert.ToBase64String([.. new byte[before], .. value]);
            // A digit that a neighbour has bits in is not the value's alone.
            var core = shifted[(before == 0 ? 0 : before + 1)..((before + value.Length) * 8 / 6)];
            yield return Encoding.ASCII.GetBytes(core);
            yield return Encoding.ASCII.GetBytes(UrlSafe(core));
        }

        var whole = Convert.ToBase64String(value);
        yield return Encoding.ASCII.GetBytes(whole);
        yield return Encoding.ASCII.GetBytes(whole.TrimEnd('='));
        yield return Encoding.ASCII.GetBytes(UrlSafe(whole));
        yield return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(value));
        foreach (var length in LineLengths.Where(length => whole.Length > length))
        {
            foreach (var line in whole.Chunk(length))
                yield return Encoding.ASCII.GetBytes(line);
        }
    }

    private static string UrlSafe(string digits) => digits.Replace('+', '-').Replace('/', '_');

    private static IEnumerable<byte[]> InUrls(byte[] value)
    {
        foreach (var leftAlone in LeftAlone)
        {
            foreach (var space in (string[])["%20", "+"])
            {
                yield return InUrl(value, leftAlone, space, UpperDigits);
                yield return InUrl(value, leftAlone, space, LowerDigits);
            }
        }
    }

    private static byte[] InUrl(byte[] value, string leftAlone, string space, string digits)
    {
        var text = new StringBuilder(value.Length * 3);
        foreach (var one in value)
        {
            if (char.IsAsciiLetterOrDigit((char)one) || leftAlone.Contains((char)one, StringComparison.Ordinal))
                text.Append((char)one);
            else if (one == ' ')
                text.Append(space);
            else
                text.Append('%').Append(digits[one >> 4]).Append(digits[one & 15]);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
