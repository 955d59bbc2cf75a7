using System.Security.Cryptography;
using System.Text;

namespace Lumina.EndToEnd.Tests.Leaks;

/// <summary>
/// The value of every secret of a run of the suite, and the forms in which it could have got out. Its core is random and has letters and digits only, so
/// that no escaping hides it; what is around it makes every escaping do something.
/// </summary>
internal static class Canary
{
    private static readonly string Core = "canary" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>The secret itself.</summary>
    public static string Value { get; } = $"p+/\"ä {Core}&%<é";

    /// <summary>What to look for.</summary>
    public static IReadOnlyList<(string Form, byte[] Bytes)> Forms { get; } =
    [
        ("as it is", Encoding.UTF8.GetBytes(Core)),
        ("in UTF-16", Encoding.Unicode.GetBytes(Core)),
        ("in hexadecimal", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Core)))),
        ("in hexadecimal", Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(Core)))),
        .. new[] { 0, 1, 2 }.Select(shift => ("in base64", Encoding.UTF8.GetBytes(Base64Inside(Core, shift)))),
        ("in base64 of base64", Encoding.UTF8.GetBytes(Base64Inside(Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)), 0))),
    ];

    /// <summary>The characters of a base64 text that are the same whatever stands before and behind, when the text begins at this place of a group of three.
    /// Of letters and digits base64 makes no + and /, so that the alphabet for addresses is no other one.</summary>
    private static string Base64Inside(string text, int shift)
    {
        var encoded = Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(text)]);
        var begin = shift == 0 ? 0 : shift + 1;
        return encoded[begin..((shift + text.Length) / 3 * 4)];
    }
}
