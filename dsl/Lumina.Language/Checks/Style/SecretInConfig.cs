using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Checks.Style;

internal sealed class SecretInConfig() : StyleRule(new(6007, "secret-in-config", Severity.Warning,
    "What looks like a secret stands in the plan",
    "A plan is read by many and kept for ever. Keep the secret in a store, and refer to it: secret DB_PASSWORD = vault(\"shop/web\", \"db_password\").",
    "plan shop {}\ncomponent web { command = \"run\"  config { DB_PASSWORD = \"correct-horse\" } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var section in component.Symbol.OwnSections("config"))
        {
            foreach (var (key, property) in section.Settings.Properties)
            {
                if (property.Value is not LiteralSyntax { Value: StringValue text } || SecretLook.Why(key, text.Text) is not { } why)
                    continue;
                plan.Report(this, property.Value.Span, $"{why}: keep it in a secret store.", Move(plan, component.Symbol.Name, key, property, section.Syntax));
            }
        }
    }

    /// <summary>Takes the entry out of config and writes a secret behind that block; what stands between is kept.</summary>
    private static TextFix Move(StyledPlan plan, string component, string key, PropertySyntax entry, SectionSyntax config)
    {
        var removal = plan.Removal("", entry.Span);
        var between = plan.Source.ToString(new TextSpan(removal.Start + removal.Length, config.Span.End));
        var secret = $"secret {key} = vault(\"{plan.Symbols.Plan?.Name}/{component}\", \"{key.ToLowerInvariant()}\")";
        var line = plan.Source.Locate(TextSpan.At(config.Span.Start));
        var lineStart = plan.Source.Slice(new TextSpan(config.Span.Start - (line.Column - 1), config.Span.Start)).ToString();
        var separator = string.IsNullOrWhiteSpace(lineStart) ? "\n" + lineStart : "\n  ";
        return new TextFix($"write {secret}", removal.Start, config.Span.End - removal.Start, between + separator + secret);
    }
}
