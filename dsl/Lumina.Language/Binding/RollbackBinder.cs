using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>How a component is taken back.</summary>
internal sealed class RollbackBinder(Evaluator evaluator)
{
    public RollbackSpec Bind(SectionSettings rollback)
    {
        var read = new SettingsReader(rollback.Settings, evaluator);
        var defaults = new RollbackSpec();
        return new RollbackSpec
        {
            Scope = read.Word("scope", Words.Scopes) switch { "component" => RollbackScope.Component, "dependents" => RollbackScope.Dependents, _ => RollbackScope.All },
            Within = read.Duration("within") ?? defaults.Within,
            KeepPrevious = read.Duration("keep_previous", mayBeZero: true) ?? defaults.KeepPrevious,
        };
    }
}
