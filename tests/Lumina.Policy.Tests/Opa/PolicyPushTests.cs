using System.Diagnostics;
using Lumina.Policy.Opa;
using Lumina.Testbed;

namespace Lumina.Policy.Tests.Opa;

/// <summary>Policies on their way into a real OPA.</summary>
public sealed class PolicyPushTests(SharedOpa opa) : IClassFixture<SharedOpa>
{
    [Fact]
    public async Task What_was_pushed_decides_and_decisions_name_its_revision()
    {
        var first = await PushAsync("first", ("deny.rego", "package first\n\ndeny contains \"no\""));
        var options = Options("first");
        var answer = await Asking.AskAsync(options);
        var second = await PushAsync("first", ("deny.rego", "package first\n\ndeny contains \"never\""));

        Assert.Equal("no", Assert.Single(answer.Decisions).Message);
        Assert.Equal($"first@{opa.Server.Server}#{first.Revision}", answer.Version);
        Assert.NotEqual(first.Revision, second.Revision);
        Assert.Equal($"first@{opa.Server.Server}#{second.Revision}", (await Asking.AskAsync(options)).Version);
    }

    [Fact]
    public async Task Files_that_need_each_other_are_brought_there_in_any_order_and_what_is_gone_is_removed()
    {
        var first = await PushAsync(
            "second",
            ("a.rego", "package second\n\nimport data.second_lib\n\ndeny contains \"no\" if second_lib.is_late(input)"),
            ("b.rego", "package second\n\nwarn contains \"hm\""),
            ("lib/z.rego", "package second_lib\n\nis_late(_) := true"));
        var second = await PushAsync(
            "second", ("a.rego", "package second\n\nimport data.second_lib\n\ndeny contains \"no\" if second_lib.is_late(input)"), ("lib/y.rego", "package second_lib\n\nis_late(_) := true"));

        Assert.Equal((3, 0, 0, 0), (first.Added, first.Changed, first.Removed, first.Unchanged));
        Assert.Equal((1, 0, 2, 1), (second.Added, second.Changed, second.Removed, second.Unchanged));
        Assert.Equal(["second/a.rego", "second/lib/y.rego", "second/~revision"], (await PoliciesAsync("second/")).Keys);
        Assert.Equal(["no"], (await Asking.AskAsync(Options("second"))).Decisions.Select(d => d.Message));
    }

    [Fact]
    public async Task A_mistake_in_one_file_is_told_at_its_place_and_nothing_is_changed()
    {
        await PushAsync("third", ("a.rego", "package third\n\ndeny contains \"old\""), ("gone.rego", "package third\n\nwarn contains \"old\""));
        var before = await PoliciesAsync("third/");

        var outcome = await PushAsync(
            "third",
            ("a.rego", "package third\n\ndeny contains \"new\""), ("added.rego", "package third\n\nwarn contains \"new\""),
            ("sub/bad.rego", "package third\n\ndeny contains x if {\n  x := nope(1)\n}"));

        Assert.Equal(OpaCodes.PolicyRefused, outcome.Failure?.Code);
        Assert.Equal(new PolicyProblem("sub/bad.rego", 4, 8, "rego_type_error", "undefined function nope"), Assert.Single(outcome.Failure!.Problems));
        Assert.Equal(before, await PoliciesAsync("third/"));
    }

    [Fact]
    public async Task What_follows_from_a_file_that_cannot_be_parsed_is_not_told()
    {
        var outcome = await PushAsync(
            "fourth",
            ("a.rego", "package fourth\n\nimport data.fourth_lib\n\ndeny contains \"no\" if fourth_lib.is_late(input)"), ("lib.rego", "package fourth_lib\n\nis_late(_ := true"));

        Assert.NotEmpty(outcome.Failure!.Problems);
        Assert.All(outcome.Failure.Problems, problem => Assert.Equal(("lib.rego", 3, "rego_parse_error"), (problem.File, problem.Line, problem.Code)));
        Assert.Empty(await PoliciesAsync("fourth/"));
    }

    [Fact]
    public async Task Policies_of_others_are_left_alone()
    {
        await PushAsync("fifth", ("a.rego", "package fifth"));
        await PushAsync("fifth-of-others", ("a.rego", "package fifth_of_others"));

        await PushAsync("fifth", ("b.rego", "package fifth"));

        Assert.Equal(["fifth-of-others/a.rego"], (await PoliciesAsync("fifth-")).Keys);
    }

    [Fact]
    public async Task Files_of_which_none_decides_are_told()
    {
        Assert.False((await PushAsync("sixth", ("a.rego", "package another"))).HasDecision);
        Assert.True((await PushAsync("sixth", ("a.rego", "package sixth"))).HasDecision);
    }

    [Fact]
    public async Task OPA_that_is_away_is_told()
    {
        await using var away = await OpaServer.StartAsync();
        away.Kill();
        using var client = new OpaClient(Asking.Patient with { Server = away.Server }, TimeProvider.System);

        var outcome = await new PolicyPush(client, "lumina", "lumina").PushAsync([new("a.rego", "package lumina")], TestContext.Current.CancellationToken);

        Assert.Equal(OpaCodes.NoAnswer, outcome.Failure?.Code);
    }

    [Fact]
    public async Task The_examples_pass_their_own_tests_and_decide_as_the_sample_rules_do()
    {
        var folder = Path.Combine(OpaPageTests.Root(), "examples", "policies");
        using var test = Process.Start(new ProcessStartInfo(await OpaServer.ProgramAsync(), ["test", folder]) { RedirectStandardOutput = true })!;
        var said = await test.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await test.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(test.ExitCode == 0, said);
        Assert.Matches("PASS: ([1-9][0-9]*)/\\1", said);

        await using var own = await OpaServer.StartAsync();
        using var client = new OpaClient(Asking.Patient with { Server = own.Server }, TimeProvider.System);
        Assert.Null((await new PolicyPush(client, "lumina", "lumina").PushAsync(PolicyFolder.Read(folder), TestContext.Current.CancellationToken)).Failure);
        var answer = await Asking.AskAsync(Asking.Patient with { Server = own.Server }, """
            {
              "environment": {"name": "production"},
              "plan": {"components": [{"name": "web", "image": {"text": "web:1.4", "tag": "1.4"}, "strategy": {"kind": "canary", "steps": [{"weight": 25}]}}]},
              "clock": {"now": "2026-11-27T09:00:00+00:00"}
            }
            """);

        Assert.Equal(
            ["Deny pinned-images component web", "RequireApproval no-friday-production deployment", "Warn small-steps component web"],
            answer.Decisions.Select(d => $"{d.Effect} {d.Rule} {d.Subject}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(PolicyFolder.Read(folder), file => file.Path.EndsWith("_test.rego", StringComparison.Ordinal));
    }

    private OpaOptions Options(string decision) => Asking.Patient with { Server = opa.Server.Server, Decision = decision };

    private async Task<PushOutcome> PushAsync(string prefix, params (string Path, string Text)[] files)
    {
        using var client = new OpaClient(Options(prefix.Replace('-', '_')), TimeProvider.System);
        return await new PolicyPush(client, prefix, prefix).PushAsync([.. files.Select(f => new PolicyFile(f.Path, f.Text))], TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string>> PoliciesAsync(string prefix)
    {
        using var client = new OpaClient(Options("lumina"), TimeProvider.System);
        var (texts, failure) = await client.PoliciesAsync(TestContext.Current.CancellationToken);
        Assert.Null(failure);
        return texts.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary();
    }
}
