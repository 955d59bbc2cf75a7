using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Checks;

/// <summary>On one target of an environment each component has a port of its own.</summary>
internal sealed class PortChecks(string environment, DiagnosticBag diagnostics)
{
    private readonly Dictionary<(string Target, int Port), ComponentSymbol> _taken = [];

    public void Check(ComponentSymbol component, Settings settings, ComponentSpec spec)
    {
        if (spec.Port is not { } port || _taken.TryAdd((spec.Target.Kind, port), component))
            return;
        var other = _taken[(spec.Target.Kind, port)];
        diagnostics.Add(GraphFindings.PortConflict(
            diagnostics.Locate(settings.Properties["port"].Value.Span), port, other.Name, diagnostics.LineOf(other.NameToken), environment));
    }
}
