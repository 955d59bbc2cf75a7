using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Targets of environments and components.</summary>
internal sealed class TargetBinder(Evaluator evaluator)
{
    public TargetSpec Bind(SectionSettings target)
    {
        var kind = target.Kind ?? "";
        var diagnostics = evaluator.Diagnostics;
        if (!Words.Targets.Contains(kind))
        {
            var near = Suggestion.Nearest(kind, Words.Targets);
            diagnostics.Add(TargetFindings.UnknownTarget(diagnostics.Locate(target.KindSpan), kind, string.Join(", ", Words.Targets), near));
        }
        return new TargetSpec { Kind = kind, Options = new SettingsReader(target.Settings, evaluator).Texts("A target's option") };
    }
}
