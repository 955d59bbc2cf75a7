using System.Text;

namespace Lumina.Secrets.Tests.Sealing;

/// <summary>Every text that differs from a given one in one bit.</summary>
internal static class Flips
{
    public static IEnumerable<string> Of(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return Encoding.Latin1.GetString(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
