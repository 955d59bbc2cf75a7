using System.Text;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Policy.Opa;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Policy.Tests.Opa;

/// <summary>Questions to an OPA, as the product asks them.</summary>
internal static class Asking
{
    public static readonly OpaOptions Patient = new() { Timeout = TimeSpan.FromMinutes(1), Backoff = TimeSpan.FromMilliseconds(1) };

    public static PolicyRequest Request(string environment, StepFacts? step = null) => new()
    {
        Moment = step is null ? PolicyMoment.Plan : PolicyMoment.Step,
        Plan = new Plan { Name = "shop", Environment = new() { Name = environment, Target = new() { Kind = "process" } }, Components = [] },
        Changes = new ChangeSet { Plan = "shop", Environment = environment, Changes = [] },
        Deployment = new() { Kind = "apply", Actor = "ada" },
        Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero),
        Step = step,
    };

    public static PolicyInput Input(string json) => new(Encoding.UTF8.GetBytes(json), "sha256:1");

    public static async Task<EngineAnswer> AskAsync(OpaOptions options, string json = "{}", string environment = "production")
    {
        using var engine = new OpaEngine(options, TimeProvider.System, NullLogger<OpaEngine>.Instance);
        return await engine.DecideAsync(Request(environment), Input(json), TestContext.Current.CancellationToken);
    }

    /// <summary>The one decision, which denies.</summary>
    public static Decision Denial(EngineAnswer answer)
    {
        var decision = Assert.Single(answer.Decisions);
        Assert.Equal(Language.Rules.RuleEffect.Deny, decision.Effect);
        return decision;
    }
}
