using System.Text;
using System.Text.Json;

namespace Lumina.Examples.Service;

/// <summary>A careless program: it tells a secret to everybody, as it is and in the forms in which it ends up in logs.</summary>
internal static class Leaking
{
    /// <summary>The value in all forms, a line for each.</summary>
    public static IEnumerable<string> LinesOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return $"the secret is {value}.";
        yield return $"as base64 it is {Convert.ToBase64String(bytes)}.";
        yield return $"user and secret as base64: {Convert.ToBase64String([.. "user:"u8, .. bytes])}.";
        yield return $"in an address it is https://user:{Uri.EscapeDataString(value)}@host/.";
        yield return $"in JSON it is {JsonSerializer.Serialize(value, AnswerJson.Default.String)}.";
    }
}
