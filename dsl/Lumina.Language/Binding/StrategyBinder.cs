using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>How a new revision takes the place of the one that runs.</summary>
internal sealed class StrategyBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <param name="strategy">What the component says.</param>
    /// <param name="replicas">How many instances it has.</param>
    public StrategySpec Bind(SectionSettings strategy, int replicas)
    {
        var kind = RolloutWords.Strategy.KindOf(strategy.Kind)?.Label;
        if (kind != strategy.Kind)
            Diagnostics.Add(NameFindings.UnknownKind(Diagnostics.Locate(strategy.KindSpan), "strategy", strategy.Kind ?? "", "rolling, canary, blue-green or recreate", kind));
        var read = new SettingsReader(strategy.Settings, evaluator);
        StrategySpec spec = kind switch
        {
            "rolling" => BindRolling(strategy, read, replicas),
            "canary" => new CanaryBinder(evaluator).Bind(strategy),
            "blue-green" => BindBlueGreen(strategy, read),
            "recreate" => new RecreateSpec(),
            _ => new RollingSpec(),
        };
        return spec with
        {
            Deadline = read.Duration("deadline") ?? spec.Deadline,
            MinReady = read.Duration("min_ready", mayBeZero: true) ?? spec.MinReady,
        };
    }

    private RollingSpec BindRolling(SectionSettings strategy, SettingsReader read, int replicas)
    {
        var batch = read.CountOrPercent("batch", 1);
        var defaults = new RollingSpec();
        var spec = defaults with
        {
            Batch = batch ?? defaults.Batch,
            MaxSurge = read.CountOrPercent("max_surge", 0) ?? batch ?? defaults.MaxSurge,
            MaxUnavailable = read.CountOrPercent("max_unavailable", 0) ?? defaults.MaxUnavailable,
        };
        if (spec.MaxSurge.OfRoundedUp(replicas) == 0 && spec.MaxUnavailable.OfRoundedDown(replicas) == 0 && replicas > 0)
        {
            var at = Diagnostics.Locate(read.PlaceOf("max_surge", strategy.KindSpan));
            Diagnostics.Add(GraphFindings.NoProgress(at, new TextFix("write max_surge = 1", at.Start, at.Length, "1")));
        }
        return spec;
    }

    private BlueGreenSpec BindBlueGreen(SectionSettings strategy, SettingsReader read) => new()
    {
        Switch = read.Word("switch", RolloutWords.Switch) == "approved" ? SwitchMode.Approved : SwitchMode.Automatic,
        Verify = strategy.Settings.Section("verify") is { } verify ? BindVerify(verify) : null,
    };

    private VerifySpec? BindVerify(SectionSettings verify)
    {
        var kind = RolloutWords.Verify.KindOf(verify.Kind)?.Label;
        if (kind != verify.Kind)
            Diagnostics.Add(NameFindings.UnknownKind(Diagnostics.Locate(verify.KindSpan), "verification", verify.Kind ?? "", "http or command", kind));
        var read = new SettingsReader(verify.Settings, evaluator);
        var command = read.Words("command");
        var defaults = new VerifySpec { Kind = kind == "command" ? VerifyKind.Command : VerifyKind.Http };
        var spec = defaults with
        {
            Path = read.Text("path") ?? defaults.Path,
            Command = command ?? [],
            Timeout = read.Duration("timeout") ?? defaults.Timeout,
        };
        if (kind == "http")
            HealthChecks.CheckPath(spec.Path, verify.Settings, "a verification", Diagnostics);
        if (kind == "command")
            ComponentChecks.CheckNeededCommand(command, verify, "A verification by command", Diagnostics);
        return kind is null ? null : spec;
    }
}
