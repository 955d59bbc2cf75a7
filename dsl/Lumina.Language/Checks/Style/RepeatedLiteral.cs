using Lumina.Language.Diagnostics;
using Lumina.Language.Values;

namespace Lumina.Language.Checks.Style;

internal sealed class RepeatedLiteral() : StyleRule(new(6018, "repeated-literal", Severity.Info,
    "The same text over and over",
    "A text of ten characters or more is written three times or more. With let it is written, and changed, in one place.",
    "plan p {}\ncomponent a { command = \"services/run\" }\ncomponent b { command = \"services/run\" }\ncomponent c { command = \"services/run\" }\n")
{ IsOffByDefault = true })
{
    private const int Shortest = 10;
    private const int Often = 3;

    public override void CheckPlan(StyledPlan plan)
    {
        var repeated = plan.Used.Texts
            .Select(literal => (literal.Span, ((StringValue)literal.Value).Text))
            .Where(literal => literal.Text.Length >= Shortest)
            .GroupBy(literal => literal.Text, StringComparer.Ordinal);
        foreach (var texts in repeated.Where(texts => texts.Count() >= Often))
            plan.Report(this, texts.First().Span, $"This text is written {texts.Count()} times: let NAME = … gives it a name.");
    }
}
