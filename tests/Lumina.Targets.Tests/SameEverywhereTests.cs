using CsCheck;
using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Contract;
using Lumina.Targets.Tests.Drivers;

namespace Lumina.Targets.Tests;

/// <summary>
/// Whatever is asked, in whatever order: all drivers answer alike, and when all has settled the same is there. The simulated target is what
/// strategies are tested with, so it must not be kinder than the real ones.
/// </summary>
public sealed class SameEverywhereTests(SimulatedDriver simulated, ProcessDriver process) : IClassFixture<SimulatedDriver>, IClassFixture<ProcessDriver>
{
    private const int Revisions = 3;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((8, Gen.Const(Verb.Scale)), (4, Gen.Const(Verb.Split)), (1, Gen.Const(Verb.Remove)), (2, Gen.Const(Verb.Prepare)),
            (2, Gen.Const(Verb.Repeat)), (2, Gen.Const(Verb.Late))),
        Gen.Int[1, Revisions + 2], Gen.Int[0, 3], (verb, which, number) => new Step(verb, which, number));

    private static readonly TrafficSplit[] Splits = [.. SplitCases.Sound.Concat(SplitCases.Nonsense).Select(row => row.Data.Item2)];

    private enum Verb
    {
        Scale,
        Split,
        Remove,
        Prepare,

        /// <summary>One of those before, word by word.</summary>
        Repeat,

        /// <summary>With a fence that was overtaken.</summary>
        Late,
    }

    [Fact]
    public async Task Any_row_of_commands_is_answered_alike_and_leaves_the_same_behind() => await Steps.Array[1, 9].SampleAsync(
        async steps =>
        {
            var expected = await RunAsync(simulated, steps);
            Assert.Equal(expected, await RunAsync(process, steps));
        },
        iter: 40, threads: 1);

    /// <returns>The outcomes, and what was there in the end.</returns>
    private static async Task<string> RunAsync(TargetDriver driver, Step[] steps)
    {
        var component = driver.NewComponent();
        var given = new List<(Operation Operation, Step Step)>();
        var outcomes = new List<TargetOutcome>();
        foreach (var step in steps)
        {
            (Operation Operation, Step Step) next = step.Verb switch
            {
                Verb.Repeat when given.Count > 0 => given[(step.Which * 7 + step.Number) % given.Count],
                Verb.Late => (new Operation($"late-{given.Count}", component, given.Count - step.Number), step with { Verb = Verb.Scale }),
                _ => (new Operation($"operation-{given.Count}", component, given.Count + 1), step),
            };
            given.Add(next);
            outcomes.Add((await DoAsync(driver, component, next.Operation, next.Step)).Outcome);
        }

        var settled = (await driver.SettledAsync(component)).Text();
        var all = await driver.Target.ObserveAllAsync(component.Environment, component.Plan, Settling.Never);
        return $"{string.Join(' ', outcomes)}: {settled}; listed {all.Value.Length} times";
    }

    private static Task<TargetAnswer> DoAsync(TargetDriver driver, ComponentKey component, Operation operation, Step step)
    {
        var revision = step.Which switch
        {
            Revisions + 1 => driver.Doomed(component, step.Which),
            Revisions + 2 => driver.Impossible(component, step.Which),
            _ => driver.Sound(component, step.Which),
        };
        return step.Verb switch
        {
            Verb.Split => driver.Target.SetTrafficAsync(operation, Splits[((step.Which * 4) + step.Number) % Splits.Length], Settling.Never),
            Verb.Remove => driver.Target.RemoveAsync(operation, Settling.Never),
            Verb.Prepare => driver.Target.PrepareAsync(operation, revision, Settling.Never),
            _ => driver.Target.ScaleAsync(operation, revision, step.Number, Settling.Never),
        };
    }

    private sealed record Step(Verb Verb, int Which, int Number);
}
