using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;

namespace Lumina.Language.Binding;

/// <summary>How many instances there may be, and what each may use.</summary>
internal sealed class CapacityBinder(Evaluator evaluator)
{
    private const long LeastMemory = 4L << 20;
    private const long MostMemory = 64L << 40;
    private const long MostCpu = 1_024_000;

    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <summary>Null when it has no bounds that can be used, which has been reported.</summary>
    public ScaleSpec? BindScale(SectionSettings scale)
    {
        var read = new SettingsReader(scale.Settings, evaluator);
        var (min, max) = (read.Int("min", 1, 10_000), read.Int("max", 1, 10_000));
        var cpu = read.WholePercent("cpu", 1, 100);
        if (!scale.Settings.HasUnknown && (scale.Settings.Property("min") is null || scale.Settings.Property("max") is null))
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(scale.KindSpan), "A scale needs its bounds: write min = … and max = …"));
        if (min is not { } least || max is not { } most)
            return null;
        if (least > most)
        {
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(scale.Settings.Properties["max"].Value.Span), "'max'", $"{most}", $"at least the min, {least}"));
            return null;
        }
        var spec = new ScaleSpec { Min = least, Max = most };
        return cpu is { } percent ? spec with { Cpu = percent } : spec;
    }

    public ResourcesSpec BindResources(SectionSettings resources)
    {
        var read = new SettingsReader(resources.Settings, evaluator);
        if (resources.Settings.Properties.Count == 0 && !resources.Settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(resources.KindSpan), "Resources say how much an instance may use: write cpu = 500m or memory = 512MiB."));
        return new ResourcesSpec { Cpu = read.Cpu("cpu", 1, MostCpu), Memory = read.Size("memory", LeastMemory, MostMemory) };
    }
}
