using Lumina.Deployments.Strategies;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>The strategies that the scenarios go through, and where each of them can be met.</summary>
internal static class Shapes
{
    public static StrategySpec Of(string name) => name switch
    {
        "rolling" => new RollingSpec(),
        "recreate" => new RecreateSpec(),
        "blue-green" => new BlueGreenSpec { Verify = new VerifySpec { Kind = VerifyKind.Http, Path = "/smoke" } },
        "blue-green approved" => new BlueGreenSpec { Switch = SwitchMode.Approved },
        "canary" => new CanarySpec { Steps = [Timed(5), Timed(25), new CanaryStep { Weight = 50 }] },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static CanaryStep Timed(decimal weight, int minutes = 1) => new() { Weight = weight, For = TimeSpan.FromMinutes(minutes) };

    public static int StepsOf(string name) => name switch { "rolling" => 4, "recreate" or "blue-green approved" => 2, "blue-green" => 3, _ => 4 };

    /// <summary>Whether instances of both revisions run side by side, so that the old one answers when the new one dies.</summary>
    public static bool IsBeside(string name) => name is not "recreate";

    /// <summary>Every strategy at each of its steps.</summary>
    public static TheoryData<string, int> Everywhere
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in new[] { "rolling", "recreate", "blue-green", "blue-green approved", "canary" })
            {
                for (var step = 1; step <= StepsOf(name); step++)
                    data.Add(name, step);
            }
            return data;
        }
    }

    /// <summary>Goes on to the end, opening what has to be opened.</summary>
    public static void FinishPromoting(this Stage stage)
    {
        stage.Until(s => { OpenGate(s); return !s.Rollout.IsOpen && s.Rollout.Phase != Components.RolloutPhase.Failed; }, "its end");
        stage.Settle();
    }

    public static void UntilStepPromoting(this Stage stage, int step) => stage.Until(s => { if (s.Rollout.Step < step) OpenGate(s); return s.Rollout.Step >= step; }, $"step {step}");

    public static void TickPromoting(this Stage stage)
    {
        OpenGate(stage);
        stage.Tick();
    }

    private static void OpenGate(Stage stage)
    {
        if (stage.Rollout is { HeldSince: not null, GateOpened: false, Phase: Components.RolloutPhase.RollingOut } rollout && StrategyChoice.Of(rollout).IsGate(rollout.Step))
            stage.Promote();
    }
}
