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
        foreach (var section in component.Symbol.SectionsAsWritten("config"))
        {
            foreach (var (key, property) in section.Settings.Properties)
            {
                if (property.Value is not LiteralSyntax { Value: StringValue text } || SecretLook.Why(key, text.Text) is not { } why)
                    continue;
                plan.Report(this, property.Value.Span, $"{why}: keep it in a secret store.", Move(plan, component.Symbol, key, property, section.Syntax));
            }
        }
    }

    /// <summary>Takes the entry out of config and writes a secret behind that block; what stands between is kept. What a template says is of
    /// several components, which may have secrets of their own: that is for a person to say.</summary>
    private static TextFix? Move(StyledPlan plan, ComponentSymbol owner, string key, PropertySyntax entry, SectionSyntax config)
    {
        if (owner.Syntax.Body is not { } body || entry.Span.Start < body.Span.Start || entry.Span.End > body.Span.End)
            return null;
        var component = owner.Bindings is null ? owner.Name : "${self.name}";
        var removed = plan.Lines(entry.Span);
        var between = plan.Source.ToString(new TextSpan(removed.End, config.Span.End));
        var secret = $"secret {key} = vault(\"{plan.Symbols.Plan?.Name}/{component}\", \"{key.ToLowerInvariant()}\")";
        var line = plan.Source.Locate(TextSpan.At(config.Span.Start));
        var lineStart = plan.Source.Slice(new TextSpan(config.Span.Start - (line.Column - 1), config.Span.Start)).ToString();
        var separator = string.IsNullOrWhiteSpace(lineStart) ? "\n" + lineStart : "\n  ";
        return plan.Fix($"write {secret}", new TextSpan(removed.Start, config.Span.End), between + separator + secret);
    }
}
