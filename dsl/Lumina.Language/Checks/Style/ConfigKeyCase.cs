using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class ConfigKeyCase() : StyleRule(new(6015, "config-key-case", Severity.Info,
    "A config key that is not in UPPER_SNAKE_CASE",
    "Config becomes environment variables, whose names are written in capitals by custom. Keys with __ in them, which some frameworks read as a path, are left alone.",
    "plan p {}\ncomponent web { command = \"run\"  config { logLevel = \"info\" } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var section in component.Symbol.SectionsAsWritten("config"))
        {
            foreach (var (key, property) in section.Settings.Properties)
            {
                if (!key.Any(char.IsAsciiLetterLower) || key.Contains("__", StringComparison.Ordinal))
                    continue;
                var better = Better(key);
                plan.Report(this, property.Name.Span, $"Environment variables are written in capitals: {better}.", plan.Fix($"write {better}", property.Name.Span, better));
            }
        }
    }

    private static string Better(string key) =>
        string.Concat(key.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(key[i - 1]) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}
