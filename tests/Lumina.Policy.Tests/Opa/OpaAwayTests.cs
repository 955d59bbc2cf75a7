using Lumina.Language.Rules;
using Lumina.Policy.Opa;
using Lumina.Testbed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Policy.Tests.Opa;

/// <summary>OPA is not there, not what it should be, or says what nobody can use.</summary>
public sealed class OpaAwayTests
{
    private const string Empty = """{"result":{"deny":[]}}""";

    [Fact]
    public async Task OPA_that_is_killed_while_it_decides_is_a_denial()
    {
        await using var opa = await OpaServer.StartAsync();
        await using var endless = new StandIn(_ => null);
        // Its policy waits for an answer that never comes, so that it is killed in the middle for certain.
        var options = await SharedOpa.WithAsync(opa, "waits", $$"""deny contains "no" if http.send({"method": "get", "url": "{{endless.Server}}", "timeout": "600s"}).status_code == 200 """);

        var asking = Asking.AskAsync(options);
        await endless.Asked;
        opa.Kill();

        Assert.Equal(OpaCodes.NoAnswer, Asking.Denial(await asking).Rule);
    }

    [Fact]
    public async Task Of_a_batch_in_whose_middle_OPA_is_killed_no_question_is_allowed_that_it_did_not_answer()
    {
        await using var opa = await OpaServer.StartAsync();
        var options = await SharedOpa.WithAsync(opa, "allows", """deny contains "no" if false""");
        using var engine = new OpaEngine(options with { Retries = 1, BreakFor = TimeSpan.FromHours(1) }, TimeProvider.System, NullLogger<OpaEngine>.Instance);
        var answers = new List<EngineAnswer>();
        for (var i = 0; i < 40; i++)
        {
            if (i == 10)
                opa.Kill();
            answers.Add(await engine.DecideAsync(Asking.Request("production"), Asking.Input("{}"), TestContext.Current.CancellationToken));
        }

        Assert.All(answers[..10], answer => Assert.Empty(answer.Decisions));
        Assert.All(answers[10..], answer => Assert.Contains(Asking.Denial(answer).Rule, new[] { OpaCodes.NoAnswer, OpaCodes.NotAsked }));
        Assert.Equal(OpaCodes.NotAsked, answers[^1].Decisions[0].Rule);
    }

    [Fact]
    public async Task OPA_that_stands_still_is_a_denial_when_the_time_is_over()
    {
        await using var opa = await OpaServer.StartAsync();
        var options = await SharedOpa.WithAsync(opa, "allows", """deny contains "no" if false""");
        opa.StandStill();

        var denial = Asking.Denial(await Asking.AskAsync(options with { Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(OpaCodes.TooSlow, denial.Rule);
        Assert.Contains("no answer within 0.2 s", denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_set_up_so_OPA_that_is_away_is_a_warning_that_says_so()
    {
        await using var nobody = new StandIn(StandIn.Http(503, "{}"));
        var options = Asking.Patient with { Server = nobody.Server, OnUnavailable = OpaDecisionTests.Warning };

        var warning = Assert.Single((await Asking.AskAsync(options)).Decisions);

        Assert.Equal(RuleEffect.Warn, warning.Effect);
        Assert.Contains("on_unavailable = warn lets production go on without it", warning.Message, StringComparison.Ordinal);
        Assert.Equal(RuleEffect.Deny, Asking.Denial(await Asking.AskAsync(options, environment: "staging")).Effect);
    }

    [Fact]
    public async Task What_breaks_off_is_asked_again_as_often_as_was_said()
    {
        await using var rude = new StandIn("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");

        Assert.Equal(OpaCodes.NoAnswer, Asking.Denial(await Asking.AskAsync(Asking.Patient with { Server = rude.Server, Retries = 2 })).Rule);
        Assert.Equal(3, rude.Questions);
    }

    [Theory]
    [InlineData(500, OpaCodes.ErrorStatus)]
    [InlineData(400, OpaCodes.ErrorStatus)]
    [InlineData(503, OpaCodes.ErrorStatus)]
    [InlineData(401, OpaCodes.Unauthorized)]
    [InlineData(200, OpaCodes.WrongShape, """{"result":[]}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"deny":"no"}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"deny":null}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"deny":[true]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"deny":[{"code":"a"}]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"deny":[{"message":"a","component":1}]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"warn":[" "]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"require_approval":[{"message":"a","approvers":[]}]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"require_approval":[{"message":"a","approvers":["b"],"count":0}]}}""")]
    [InlineData(200, OpaCodes.WrongShape, """{"result":{"require_approval":[{"message":"a","approvers":["b"],"expires":"soon"}]}}""")]
    [InlineData(200, OpaCodes.Undefined, "{}")]
    [InlineData(200, OpaCodes.Malformed, "<html>")]
    [InlineData(200, OpaCodes.Malformed, "")]
    [InlineData(200, OpaCodes.Malformed, "[]")]
    [InlineData(200, OpaCodes.Malformed, """{"result":{"deny":["no"],"deny":[]}}""")]
    public async Task What_is_an_answer_is_not_asked_for_again_and_denies_when_nobody_can_use_it(int status, string code, string body = "{}")
    {
        await using var server = new StandIn(StandIn.Http(status, body));

        Assert.Equal(code, Asking.Denial(await Asking.AskAsync(Asking.Patient with { Server = server.Server })).Rule);
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task What_is_right_in_an_answer_with_a_fault_is_told_beside_it()
    {
        await using var server = new StandIn(StandIn.Http(200, """{"result":{"deny":["no"],"warn":[1]}}"""));

        Assert.Equal(["lumina", OpaCodes.WrongShape], (await Asking.AskAsync(Asking.Patient with { Server = server.Server })).Decisions.Select(d => d.Rule));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new StandIn(StandIn.Http(200, Empty));
        await using var server = new StandIn(StandIn.Http(307, "", $"Location: {elsewhere.Server}/v1/data/lumina\r\n"));

        Assert.Equal(OpaCodes.ErrorStatus, Asking.Denial(await Asking.AskAsync(Asking.Patient with { Server = server.Server })).Rule);
        Assert.Equal(0, elsewhere.Questions);
    }

    [Fact]
    public async Task What_does_not_speak_HTTP_is_a_denial()
    {
        await using var server = new StandIn("SSH-2.0-OpenSSH_9.2\r\n\r\n");

        Assert.Equal(OpaCodes.Malformed, Asking.Denial(await Asking.AskAsync(Asking.Patient with { Server = server.Server })).Rule);
    }

    [Fact]
    public async Task OPA_that_keeps_being_away_is_left_alone_and_asked_again_after_a_while()
    {
        var time = new FakeTimeProvider();
        await using var server = new StandIn(StandIn.Http(503, "{}"));
        using var engine = new OpaEngine(Asking.Patient with { Server = server.Server, BreakAfter = 3, BreakFor = TimeSpan.FromSeconds(15) }, time, NullLogger<OpaEngine>.Instance);
        async Task<string?> RuleAsync() =>
            (await engine.DecideAsync(Asking.Request("production"), Asking.Input("{}"), TestContext.Current.CancellationToken)).Decisions.SingleOrDefault()?.Rule;

        Assert.Equal([OpaCodes.ErrorStatus, OpaCodes.ErrorStatus, OpaCodes.ErrorStatus], [await RuleAsync(), await RuleAsync(), await RuleAsync()]);
        Assert.Equal(OpaCodes.NotAsked, await RuleAsync());
        Assert.Equal(3, server.Questions);

        // Asked once after the while: still away, so left alone again.
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal([OpaCodes.ErrorStatus, OpaCodes.NotAsked], [await RuleAsync(), await RuleAsync()]);
        Assert.Equal(4, server.Questions);

        server.Answer = StandIn.Http(200, Empty);
        Assert.Equal(OpaCodes.NotAsked, await RuleAsync());
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(await RuleAsync());
        Assert.Null(await RuleAsync());
    }

    [Fact]
    public async Task An_error_of_a_policy_does_not_keep_others_from_being_asked()
    {
        await using var server = new StandIn(StandIn.Http(500, "{}"));
        using var engine = new OpaEngine(Asking.Patient with { Server = server.Server, BreakAfter = 2 }, TimeProvider.System, NullLogger<OpaEngine>.Instance);
        for (var i = 0; i < 6; i++)
            await engine.DecideAsync(Asking.Request("production"), Asking.Input("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(6, server.Questions);
    }

    [Fact]
    public async Task Who_is_cancelled_has_decided_nothing()
    {
        await using var endless = new StandIn(_ => null);
        using var engine = new OpaEngine(Asking.Patient with { Server = endless.Server }, TimeProvider.System, NullLogger<OpaEngine>.Instance);
        using var cancelled = new CancellationTokenSource();

        var asking = engine.DecideAsync(Asking.Request("production"), Asking.Input("{}"), cancelled.Token);
        await endless.Asked;
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
