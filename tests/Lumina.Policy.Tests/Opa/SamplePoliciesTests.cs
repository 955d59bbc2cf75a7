using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy.Engine;
using Lumina.Policy.Opa;
using Lumina.Testbed;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Policy.Tests.Opa;

/// <summary>The policies in examples/policies say what the rules on their page say: a real OPA and our engine are asked the same.</summary>
public sealed class SamplePoliciesTests : IAsyncLifetime
{
    private const string Digest = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly string?[] Images =
        ["web", "web:latest", "web:1.4", "web" + Digest, "web:1.4" + Digest, "web:latest" + Digest, "registry.example.com:5000/team/web:2", null];

    private static readonly StrategySpec[] Strategies =
        [new RollingSpec(), new RecreateSpec(), Canary(5), Canary(10), Canary(10.5m), Canary(25), Canary(50, 100)];

    /// <summary>For how many days a component's secrets have been there; null where nobody knows.</summary>
    private static readonly double?[][] Ages = [[], [null], [10], [90], [90.00001], [null, 10, 400, 200]];

    private OpaServer? _opa;

    public async ValueTask InitializeAsync() => _opa = await OpaServer.StartAsync();

    public ValueTask DisposeAsync() => _opa?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Both_decide_the_same_about_everything()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = Asking.Patient with { Server = _opa!.Server, Decision = "lumina" };
        using (var client = new OpaClient(options, TimeProvider.System))
            Assert.Null((await new PolicyPush(client, "lumina", "lumina").PushAsync(PolicyFolder.Read(Golden.PathOf("examples/policies")), cancellation)).Failure);
        using var opa = new OpaEngine(options, TimeProvider.System, NullLogger<OpaEngine>.Instance);
        var (rules, problems) = PolicyRegistration.CreateRules(RulesOfThePage(), TimeProvider.System, new RuleLimits());
        Assert.Empty(problems.Select(RuleTexts.Show));
        var seen = new HashSet<string>();

        foreach (var request in Questions())
        {
            var verdict = await new PolicyDesk([rules!, opa]).DecideAsync(request, new Dictionary<string, string>(), cancellation);
            var ofRules = Shown(verdict, "rules");
            Assert.Equal(ofRules, Shown(verdict, "opa"));
            seen.UnionWith(verdict.Decisions.Select(decision => decision.Rule));
        }

        Assert.Equal(["no-friday-production", "pinned-images", "secrets-not-too-old", "small-steps"], seen.Order());
    }

    private static RuleSet RulesOfThePage()
    {
        var text = Regex.Match(File.ReadAllText(Golden.PathOf("examples/policies/README.md")), "^```lumina\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        var compiled = RuleCompiler.Compile([new RuleFile("README.md", text)]);
        Assert.Empty(compiled.Diagnostics.Select(RuleTexts.Show));
        Assert.Equal(4, compiled.Rules.Rules.Length);
        return compiled.Rules;
    }

    private static IEnumerable<PolicyRequest> Questions() =>
        from environment in (string[])["production", "staging"]
        from time in (string[])["2026-11-24T09:00:00Z", "2026-11-26T22:59:59Z", "2026-11-26T23:00:00Z", "2026-11-27T22:59:59Z", "2026-11-27T23:00:00Z"]
        from isStep in (bool[])[false, true]
        select Question(environment, DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), isStep);

    private static PolicyRequest Question(string environment, DateTimeOffset time, bool isStep)
    {
        var components =
            from image in Images.Index()
            from strategy in Strategies.Index()
            select Requests.Core with { Name = $"c{image.Index}-{strategy.Index}", Image = image.Item, Strategy = strategy.Item, Secrets = Secrets(Ages[image.Index % Ages.Length], time) };
        var plan = new Plan { Name = "shop", Environment = new() { Name = environment, Target = new() { Kind = "docker" } }, Components = [.. components] };
        return new()
        {
            Moment = isStep ? PolicyMoment.Step : PolicyMoment.Start,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, "", []),
            Deployment = new() { Kind = "apply", Actor = "ada" },
            Now = time,
            Step = isStep ? new("c0-5", 1, 2, 25, 2) : null,
        };
    }

    private static ImmutableSortedDictionary<string, SecretReference> Secrets(double?[] ages, DateTimeOffset now) => ages.Index().ToImmutableSortedDictionary(
        age => $"KEY{age.Index}", SecretReference (age) => new VaultSecret { Path = "shop/db", Key = "key", Version = 2, CreatedAt = age.Item is { } days ? now.AddDays(-days) : null });

    private static IEnumerable<string> Shown(PolicyVerdict verdict, string engine) =>
        from decision in verdict.Decisions
        where decision.Engine == engine
        let approval = decision.Approval is { } wanted ? $"{string.Join(", ", wanted.From)} {wanted.Count} {wanted.Expires}" : ""
        select $"{decision.Effect} {decision.Rule} {decision.Subject} {decision.Component}: {decision.Message} {approval} {decision.Help}";

    private static CanarySpec Canary(params decimal[] weights) => new() { Steps = [.. weights.Select(weight => new CanaryStep { Weight = weight, For = TimeSpan.FromMinutes(1) })] };
}
