using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Checks.Style;

internal sealed class ShellSyntax() : StyleRule(new(6020, "shell-syntax-in-command", Severity.Warning,
    "A command that looks as if a shell read it",
    "A command is split at its blanks and started; there is no shell. Quotes, pipes, && and variables reach the program as they are written. Write a list, or start a shell: [\"sh\", \"-c\", \"…\"].",
    "plan p {}\ncomponent web { command = \"migrate && run\" }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var layer in component.Symbol.Layers)
        {
            Check(plan, layer);
            foreach (var over in layer.Overrides)
                Check(plan, over.Settings);
        }
    }

    private void Check(StyledPlan plan, Settings settings)
    {
        Check(plan, settings.Property("command"), isCommand: true);
        Check(plan, settings.Property("args"), isCommand: false);
        Check(plan, settings.Section("health")?.Settings.Property("command"), isCommand: true);
    }

    private void Check(StyledPlan plan, PropertySyntax? property, bool isCommand)
    {
        if (property?.Value is not LiteralSyntax { Value: StringValue text } literal || text.Text.Split(' ').FirstOrDefault(IsForShell) is not { } word)
            return;
        var fix = isCommand ? plan.Fix("start a shell", literal.Span, $"[\"sh\", \"-c\", {plan.Source.ToString(literal.Span)}]") : null;
        plan.Report(this, literal.Span, $"There is no shell that would understand {word}: write a list of words, or [\"sh\", \"-c\", \"…\"].", fix);
    }

    private static bool IsForShell(string word) =>
        word is "|" or "||" or "&&" or "&" or ";" or ">" or ">>" or "<" or "2>&1" or "2>" || word.EndsWith(';')
        || word.AsSpan().ContainsAny('\'', '"', '`') || word.Contains("$(", StringComparison.Ordinal) || word.Contains("${", StringComparison.Ordinal)
        || (word.IndexOf('$', StringComparison.Ordinal) is var at and >= 0 && at + 1 < word.Length && (char.IsAsciiLetter(word[at + 1]) || word[at + 1] == '_'));
}
