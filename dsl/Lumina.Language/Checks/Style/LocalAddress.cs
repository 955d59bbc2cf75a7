using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Checks.Style;

internal sealed class LocalAddress() : StyleRule(new(6021, "local-address-in-container", Severity.Warning,
    "The address of the own machine, in a container",
    "In a container localhost and 127.0.0.1 are the container itself: what else runs on the machine is not there, and what listens there is not reached from outside.",
    "plan p {}\nenvironment production { target docker }\ncomponent web { image = \"web:1.0\"  config { DB_HOST = \"localhost\" } }\n"))
{
    private static readonly string[] Addresses = ["localhost", "127.0.0.1", "[::1]"];

    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (environment, settings, spec) in component.Instances)
        {
            if (spec.Target.Kind is not ("docker" or "kubernetes") || settings.Section("config") is not { } config)
                continue;
            foreach (var (key, property) in config.Settings.Properties)
            {
                if (Addresses.FirstOrDefault(address => Says(property.Value, address)) is { } found)
                    plan.Report(this, property.Value.Span, $"In '{environment.Name}' this runs on {spec.Target.Kind}, where {found} in {key} is the container itself.");
            }
        }
    }

    private static bool Says(ExpressionSyntax value, string address) => value switch
    {
        LiteralSyntax { Value: StringValue text } => text.Text.Contains(address, StringComparison.OrdinalIgnoreCase),
        InterpolationSyntax text => text.Values.Any(piece => piece.Contains(address, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };
}
