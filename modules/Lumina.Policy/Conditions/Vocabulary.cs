using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy.Model;

namespace Lumina.Policy.Conditions;

/// <summary>The names that a condition begins with.</summary>
internal static class Vocabulary
{
    /// <summary>The variables in the order of the parameters of <see cref="ConditionBody"/>.</summary>
    public static readonly (string Name, Type Type)[] Variables =
    [
        ("plan", typeof(PlanView)), ("environment", typeof(EnvironmentView)), ("deployment", typeof(DeploymentView)), ("clock", typeof(ClockView)),
        ("component", typeof(ComponentView)), ("change", typeof(ChangeView)), ("step", typeof(StepView)),
    ];

    /// <summary>Types by the name that conditions have for them.</summary>
    public static readonly (string Name, Type Type)[] Types =
    [
        ("rolling", typeof(RollingView)), ("canary", typeof(CanaryView)), ("blue_green", typeof(BlueGreenView)), ("recreate", typeof(RecreateView)),
        ("ChangeAction", typeof(ChangeAction)), ("CheckSpan", typeof(CheckSpan)), ("HealthKind", typeof(HealthKind)), ("InconclusiveMode", typeof(InconclusiveMode)),
        ("NoDataMode", typeof(NoDataMode)), ("OnConflict", typeof(OnConflict)), ("RollbackScope", typeof(RollbackScope)),
        ("SwitchMode", typeof(SwitchMode)), ("DayOfWeek", typeof(DayOfWeek)), ("StringComparison", typeof(StringComparison)), ("TimeSpan", typeof(TimeSpan)), ("Math", typeof(Math)),
    ];

    /// <summary>Whether rules about a subject have a variable.</summary>
    public static bool Has(RuleSubject subject, string variable) => variable switch
    {
        "component" or "change" => subject is RuleSubject.Component or RuleSubject.Change or RuleSubject.Step,
        "step" => subject is RuleSubject.Step,
        _ => true,
    };
}
