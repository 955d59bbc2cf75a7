using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Host.Api;
using Lumina.Language.Compilation;

namespace Lumina.Host.Tests;

/// <summary>What a host says of versions of secrets.</summary>
[Collection(HostTests.Name)]
public sealed class SecretTests(RunningHost host)
{
    [Fact]
    public async Task What_does_not_run_uses_no_secret()
    {
        var report = await host.Client.GetSecretsAsync("development", "nothing", CancellationToken.None);

        Assert.Equal(("nothing", "development", 0), (report.Plan, report.Environment, report.Secrets.Count));
    }

    [Fact]
    public async Task A_name_that_no_plan_can_have_is_refused() => Assert.Equal(
        ProblemCodes.BadRequest, (await Assert.ThrowsAsync<ProblemException>(() => host.Client.GetSecretsAsync("development", "a b", CancellationToken.None))).Problem.Code);

    [Fact]
    public void A_store_that_is_away_is_one_warning_at_the_first_place()
    {
        var compilation = PlanCompiler.Compile(new PlanInputs("a.deploy", "plan p\ncomponent web {\n  command = \"run\"\n  secret KEY = vault(\"a\", \"k\")\n  secret MORE = vault(\"a\", \"m\")\n}\n"));
        var planned = new PlannedChanges(null, null, null, null)
        {
            Unknown = [new("web", "secret KEY", "Vault is sealed"), new("web", "secret MORE", "Vault is sealed")],
            Refused = [new("web", "secret MORE", "forbidden")],
        };

        var found = SecretFindings.Of(planned, compilation, "development").ToArray();

        Assert.Equal(
            [
                (ProblemCodes.SecretVersionUnknown, "warning", "a.deploy", 4,
                    "Which version is the newest can't be found out: Vault is sealed. What runs keeps its version. It is about secret KEY of web, secret MORE of web."),
                (ProblemCodes.SecretMissing, "error", "a.deploy", 5, "A secret can't be had: forbidden. It is about secret MORE of web."),
            ],
            found.Select(finding => (finding.Code, finding.Severity, finding.File, finding.Line, finding.Message)));
    }
}
