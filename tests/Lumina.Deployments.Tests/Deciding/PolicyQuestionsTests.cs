using System.Text.Json;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Deployments.Tests.Deciding;

/// <summary>How policy is asked, and how what it says is kept.</summary>
public sealed class PolicyQuestionsTests
{
    private static readonly DeploymentIntent Intent = new() { Kind = DeploymentKind.Rollback, Plan = "shop", Environment = "test" };
    private static readonly DeploymentFacts Facts = new() { Kind = "rollback", Actor = "anna" };

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedPolicy _policy = new();
    private readonly Drawer _drawer = new();

    [Fact]
    public async Task Whoever_does_not_answer_in_time_denies_also_one_that_listens_to_nobody()
    {
        _policy.AnswerLater("shop", _ => new TaskCompletionSource<PolicyVerdict>().Task);

        var asked = AskAsync(Changing);
        _time.Advance(PolicyPatience.Default.Within);

        var denial = Assert.Single((await asked).Decisions);
        Assert.Equal(("lumina", RuleEffect.Deny, "deployment", "Policy did not answer within 15 s."), (denial.Engine, denial.Effect, denial.Subject, denial.Message));
    }

    [Fact]
    public async Task Who_gives_the_question_up_gets_no_answer()
    {
        using var gone = new CancellationTokenSource();
        _policy.AnswerLater("shop", _ => new TaskCompletionSource<PolicyVerdict>().Task);

        var asked = Questions.AskAsync(PolicyMoment.Plan, Intent, Changing, Facts, new Dictionary<string, string>(), gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task What_has_no_plan_is_put_together_of_what_is_there_afterwards()
    {
        await AskAsync(Changing);

        var request = Assert.Single(_policy.AskedOf("shop"));
        Assert.Equal(("shop", "test", "web"), (request.Plan.Name, request.Plan.Environment.Name, Assert.Single(request.Plan.Components).Name));
        Assert.Equal("1", request.Running["web"].Version);
    }

    [Fact]
    public async Task The_approval_of_the_plan_stands_behind_denials_and_before_warnings()
    {
        _policy.Answer("shop", _ => Say.Verdict([.. Say.Deny("no").Decisions, .. Say.Warn("mind").Decisions]));

        var verdict = await Questions.AskAsync(
            PolicyMoment.Plan, Intent with { Approval = new ApprovalSpec { From = ["owners"] } }, Changing, Facts, new Dictionary<string, string>(), CancellationToken.None);

        Assert.Equal(["no", "approval", "mind"], verdict.Decisions.Select(d => d.Rule));
    }

    [Fact]
    public async Task What_nobody_said_anything_to_leaves_no_document()
    {
        var answer = await Questions.KeepAsync(PolicyMoment.Start, Say.Silence(), TimeSpan.FromTicks(12_346), CancellationToken.None);

        Assert.Equal((null, null, 1.235), (answer.Check.Decisions, answer.Check.Input, answer.Check.Milliseconds));
        Assert.Empty(_drawer.Kept);
    }

    [Fact]
    public async Task Each_decision_is_found_by_its_id_and_the_rules_are_kept_when_they_are_first_used()
    {
        var rules = new RuleTexts("sha256:r1", [new RuleFile("a.rules", "rule a {}")]);
        var (one, other) = (Say.Deny("no"), Say.Warn("mind"));
        var questions = Questions;

        var first = await questions.KeepAsync(PolicyMoment.Start, one with { Texts = rules }, TimeSpan.Zero, CancellationToken.None);
        await questions.KeepAsync(PolicyMoment.Step, other with { Texts = rules }, TimeSpan.Zero, CancellationToken.None);
        await questions.KeepAsync(PolicyMoment.Step, Say.Silence() with { Texts = rules with { Digest = "sha256:r2" } }, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(first.Check.Decisions, _drawer.Names[one.Decisions[0].Id]);
        Assert.Equal(PlanJson.DigestOf(rules.Write()), _drawer.Names[RuleTexts.NameOf("sha256:r1")]);
        Assert.Single(_drawer.Kept, RuleTexts.Kind);
        var read = RuleTexts.Read(rules.Write());
        Assert.Equal((rules.Digest, rules.Files[0]), (read.Digest, Assert.Single(read.Files)));
        Assert.Throws<JsonException>(() => RuleTexts.Read("{}"u8));
    }

    [Fact]
    public void Decisions_are_read_as_they_were_written()
    {
        var decision = Say.Ask("managers", 2, TimeSpan.FromHours(4)).Decisions[0] with
        {
            EarlierVersion = "sha256:v0",
            Help = "docs/a.md",
            Place = "a.rules:3:6",
            Component = "web",
            Waiver = new DecisionWaiver(new DateOnly(2027, 1, 31), "the vendor has none", "ben"),
            Milliseconds = 0.25,
        };

        var read = Assert.Single(DecisionsJson.Read(DecisionsJson.Write([decision])));

        Assert.Equal(decision with { Approval = null }, read with { Approval = null });
        Assert.Equal((decision.Approval!.From[0], 2, TimeSpan.FromHours(4)), (Assert.Single(read.Approval!.From), read.Approval.Count, read.Approval.Expires));
        Assert.Throws<JsonException>(() => DecisionsJson.Read("{}"u8));
    }

    private static PlannedChanges Changing
    {
        get
        {
            var (before, after) = (Web("1"), Web("2"));
            RunningComponent[] running = [new(1, before, "/")];
            return new PlannedChanges(ChangePlanner.Restore("shop", "test", running, new Dictionary<string, RestorePoint?> { ["web"] = new(after, "/") }), "sha256:c", null, null) { Running = running };
        }
    }

    private PolicyQuestions Questions => new(_policy, _drawer, PolicyPatience.Default, _time, NullLogger<PolicyQuestions>.Instance);

    private Task<PolicyVerdict> AskAsync(PlannedChanges planned) =>
        Questions.AskAsync(PolicyMoment.Start, Intent, planned, Facts, new Dictionary<string, string>(), CancellationToken.None);

    private static ComponentSpec Web(string version) => new() { Name = "web", Version = version, Command = ["run"], Target = new TargetSpec { Kind = "simulated" } };

    private sealed class Drawer : IDocumentStore
    {
        public List<string> Kept { get; } = [];

        public Task<string> PutAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
        {
            Kept.Add(kind);
            return Task.FromResult(PlanJson.DigestOf(content.Span));
        }

        public Task<ReadOnlyMemory<byte>?> GetAsync(string digest, CancellationToken cancellationToken = default) => Task.FromResult<ReadOnlyMemory<byte>?>(null);

        public Dictionary<string, string> Names { get; } = [];

        public Task NameAsync(string digest, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default)
        {
            foreach (var name in names)
                Names.TryAdd(name, digest);
            return Task.CompletedTask;
        }

        public Task<string?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(Names.GetValueOrDefault(name));
    }
}
