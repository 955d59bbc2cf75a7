using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Language.Rules;

namespace Lumina.Policy.Tests;

/// <summary>Rules as the language gives them, made by hand.</summary>
internal static partial class RuleTexts
{
    public static RuleSpec Rule(
        string name, string? when, RuleEffect effect = RuleEffect.Deny, RuleSubject subject = RuleSubject.Component, string? where = null, string message = "No.", string[]? environments = null) => new()
        {
            Name = name,
            Subject = subject,
            Effect = effect,
            Where = where is null ? null : Text(where, 100),
            When = when is null ? null : Text(when, 1000),
            Message = Message(message),
            Environments = [.. environments ?? []],
            Approval = effect is RuleEffect.RequireApproval ? new ApprovalSpec { From = ["release-managers"] } : null,
            Location = new("test.rules", 5, name.Length, 1, 6, 1, 6 + name.Length),
            Digest = "sha256:" + name,
        };

    /// <summary>An expression that begins in line 3, column 8.</summary>
    public static CSharpText Text(string text, int start) => new(text, new("test.rules", start, text.Length, 3, 8, 3, 8 + text.Length));

    public static RuleSet Set(params RuleSpec[] rules) => new()
    {
        Rules = [.. rules.OrderBy(rule => rule.Name, StringComparer.Ordinal)],
        Digest = PlanJson.DigestOf(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rules.Select(r => $"{r.Name} {r.When?.Text} {r.Where?.Text}")))),
    };

    private static MessageText Message(string message)
    {
        var parts = ImmutableArray.CreateBuilder<MessagePart>();
        var at = 0;
        foreach (Match hole in Holes().Matches(message))
        {
            if (hole.Index > at)
                parts.Add(new(message[at..hole.Index], null));
            parts.Add(new(null, Text(hole.Groups[1].Value, 2000 + hole.Groups[1].Index)));
            at = hole.Index + hole.Length;
        }

        if (at < message.Length)
            parts.Add(new(message[at..], null));
        return new(parts.ToImmutable());
    }

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Holes();

    /// <summary>As a person reads it: <c>3:8 LUM8205 …</c>.</summary>
    public static string Show(Diagnostic found) => $"{found.Location.Line}:{found.Location.Column} {found.Code} {found.Message}";
}
