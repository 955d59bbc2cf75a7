using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Traffic.Choosing;

/// <summary>
/// The cookie by which a client stays with a revision. Its value says which one and nothing else, and can't be made up: it is a
/// keyed hash of the revision's number.
/// </summary>
internal sealed class StickyCookie(string component, byte[] key)
{
    private const int TokenBytes = 12;

    // Cookies don't tell ports apart: components on one machine must not have each other's.
    public string Name { get; } = "lumina-" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(component)).AsSpan(0, 6));

    public string TokenOf(int revision)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{component}\n{revision}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, TokenBytes));
    }

    /// <summary>The value of <c>Set-Cookie</c>: for as long as the browser is open.</summary>
    public string SetFor(int revision) => $"{Name}={TokenOf(revision)}; Path=/; HttpOnly; SameSite=Lax";
}
