using System.Security.Cryptography;
using System.Text;

namespace Lumina.Policy;

/// <summary>Names decisions.</summary>
public static class DecisionId
{
    private const int Digits = 20;

    /// <summary><c>pol-</c> and 20 hexadecimal digits, of what <see cref="Decision.Id"/> says. Where a rule says two things to one subject, its effect and its message tell them apart.</summary>
    public static string Of(Decision decision, PolicyMoment moment)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = string.Join('\n', decision.Engine, decision.Rule, decision.Version, decision.Subject, moment.ToString(), decision.InputDigest, decision.Effect.ToString(), decision.Message);
        return "pol-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
    }
}
