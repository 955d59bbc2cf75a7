using System.Text;

namespace Lumina.Agent.Health;

/// <param name="Succeeded">Whether the instance is well.</param>
/// <param name="Answer">What was asked and answered, for people; bounded and without control characters.</param>
internal readonly record struct ProbeResult(bool Succeeded, string Answer)
{
    private const int LongestAnswer = 200;

    /// <summary>A stranger's words, fit to be shown.</summary>
    public static string Quote(string text)
    {
        var cleaned = new StringBuilder(LongestAnswer + 4).Append('"');
        foreach (var character in text.Trim())
        {
            if (cleaned.Length > LongestAnswer)
            {
                cleaned.Append('…');
                break;
            }

            cleaned.Append(char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character);
        }

        return cleaned.Append('"').ToString();
    }
}
