using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Checks.Style;

internal sealed class SecretInConfig() : StyleRule(new(6007, "secret-in-config", Severity.Warning,
    "What looks like a secret stands in the plan",
    "A plan is read by many and kept for ever, and so are the files that it reads. Keep the secret in a store, and refer to it: secret DB_PASSWORD = vault(\"shop/web\", \"db_password\"); in the text of a config_file as ${secret.DB_PASSWORD}.",
    "plan shop {}\ncomponent web { command = \"run\"  config { DB_PASSWORD = \"correct-horse\" } }\n"))
{
    /// <summary>Files of values, and texts that instances find as files.</summary>
    public override void CheckPlan(StyledPlan plan)
    {
        var files = plan.Symbols.Configuration;
        foreach (var values in files.Values)
        {
            foreach (var value in values.Values)
            {
                if (SecretLook.Why(SecretLook.NameOf(value.Name), value.Text) is { } why)
                    plan.Report(this, files.LocateLine(values.File, value.Line, plan.Source), $"{why}: keep it in a secret store, and write secret {value.Name} = vault(…) in the component.");
            }
        }
        foreach (var text in files.Texts)
        {
            foreach (var (line, why) in SecretLook.In(text.Text))
                plan.Report(this, files.LocateLine(text, line, plan.Source), $"{why}: keep it in a secret store, and write ${{secret.NAME}} here, with template = true.");
        }
    }

    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        CheckContent(plan, component.Symbol);
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

    /// <summary>Texts of files that stand in the plan itself.</summary>
    private void CheckContent(StyledPlan plan, ComponentSymbol component)
    {
        foreach (var layer in component.Layers.SelectMany(layer => layer.Overrides.Select(o => o.Settings).Prepend(layer)))
        {
            foreach (var file in layer.Repeated(Words.ConfigFile))
            {
                if (file.Settings.Property("content") is not { Value: LiteralSyntax { Value: StringValue text } } content)
                    continue;
                foreach (var (_, why) in SecretLook.In(text.Text).Take(1))
                    plan.Report(this, content.Value.Span, $"{why}: keep it in a secret store, and write ${{secret.NAME}} here.");
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
