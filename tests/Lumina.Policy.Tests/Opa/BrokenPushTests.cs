using Lumina.Policy.Opa;

namespace Lumina.Policy.Tests.Opa;

/// <summary>A push that breaks off half-way.</summary>
public sealed class BrokenPushTests
{
    private const string Cut = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";

    private static readonly string Done = StandIn.Http(200, "{}"), One = StandIn.Http(200, """{"result":[{"id":"lumina/a.rego","raw":"package old"}]}""");

    [Fact]
    public async Task What_was_changed_before_OPA_went_away_is_taken_back_when_it_is_there_again()
    {
        await using var opa = new StandIn(number => number switch { 1 => One, 3 => Cut, _ => Done });

        var outcome = await PushAsync(opa, TestContext.Current.CancellationToken);

        Assert.Equal(OpaCodes.NoAnswer, outcome.Failure?.Code);
        // The last of them is not known to have got there, so it is taken back as well.
        Assert.Equal(
            ["GET /v1/policies", "PUT /v1/policies/lumina/a.rego", "PUT /v1/policies/lumina/b.rego", "DELETE /v1/policies/lumina/b.rego", "PUT /v1/policies/lumina/a.rego"], opa.Wanted);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_told()
    {
        await using var opa = new StandIn(number => number switch { 1 => One, 2 => Done, _ => Cut });

        var outcome = await PushAsync(opa, TestContext.Current.CancellationToken);

        Assert.Equal(OpaCodes.NotTakenBack, outcome.Failure?.Code);
        Assert.Contains("some of the new policies and some of the old ones", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_allowed_has_changed_nothing()
    {
        await using var opa = new StandIn(number => number == 1 ? One : StandIn.Http(401, "{}"));

        Assert.Equal(OpaCodes.Unauthorized, (await PushAsync(opa, TestContext.Current.CancellationToken)).Failure?.Code);
        Assert.Equal(2, opa.Questions);
    }

    [Fact]
    public async Task A_push_that_is_cancelled_is_taken_back()
    {
        using var cancelled = new CancellationTokenSource();
        await using var opa = new StandIn(number =>
        {
            if (number == 3)
                cancelled.Cancel();
            return number switch { 1 => One, 3 => null, _ => Done };
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PushAsync(opa, cancelled.Token));

        Assert.Equal(["DELETE /v1/policies/lumina/b.rego", "PUT /v1/policies/lumina/a.rego"], opa.Wanted.Skip(3));
    }

    private static async Task<PushOutcome> PushAsync(StandIn opa, CancellationToken cancellationToken)
    {
        using var client = new OpaClient(Asking.Patient with { Server = opa.Server, Retries = 0, BreakAfter = 100 }, TimeProvider.System);
        return await new PolicyPush(client, "lumina", "lumina").PushAsync([new("a.rego", "package new"), new("b.rego", "package new")], cancellationToken);
    }
}
