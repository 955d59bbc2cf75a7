using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

/// <summary>One rule of style: what it is called, and what it looks at. A plan that it sees has no errors.</summary>
internal abstract class StyleRule(DiagnosticEntry entry)
{
    public DiagnosticEntry Entry => entry;

    /// <summary>Looks at the declarations.</summary>
    public virtual void CheckPlan(StyledPlan plan)
    {
    }

    /// <summary>Looks at one component, in all of its environments.</summary>
    public virtual void CheckComponent(StyledPlan plan, BoundComponent component)
    {
    }
}
