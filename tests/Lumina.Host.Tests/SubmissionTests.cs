using Lumina.Api;
using Lumina.Language.Compilation;
using Lumina.Language.Plans;

namespace Lumina.Host.Tests;

/// <summary>What a plan reads beside its own text comes with it; the host reads nothing for it.</summary>
[Collection(HostTests.Name)]
public sealed class SubmissionTests(RunningHost host)
{
    private const string Plan = """
        plan files { version = "1.0" }
        import "base.deploy" as base
        environment development { target simulated }
        component web from template base.service { config { MOTD = file("motd.txt")  USER = env("WHO")  REGION = param.region } }
        """;

    private static readonly PlanSubmission Whole = RunningHost.Submission(Plan) with
    {
        Directory = Directory.GetCurrentDirectory(),
        Files = new Dictionary<string, string?>
        {
            ["base.deploy"] = "param region : string\ntemplate service { command = \"true\" }\n",
            ["motd.txt"] = "hello",
        },
        Variables = new Dictionary<string, string?> { ["WHO"] = "ada", ["LUMINA_PARAM_region"] = "eu" },
    };

    [Fact]
    public async Task It_compiles_to_what_it_was_where_it_was_submitted()
    {
        var preview = await host.Client.PreviewAsync(Whole, CancellationToken.None);

        Assert.Empty(preview.Diagnostics);
        var here = PlanCompiler.Compile(new PlanInputs(Whole.File, Whole.Source)
        {
            ReadFile = path => FileAnswer.Of(Whole.Files![path]!),
            ReadVariable = Whole.Variables!.GetValueOrDefault,
        });
        Assert.Equal(PlanJson.Digest(here.PlanFor("development")!), preview.PlanDigest);
        Assert.Equal("hello eu ada", string.Join(" ", here.PlanFor("development")!.Components[0].Config.Values));
    }

    [Fact]
    public async Task A_file_that_did_not_come_is_not_looked_for_here()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-host-tests-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "motd.txt"), "of the host", TestContext.Current.CancellationToken);
        try
        {
            var without = Whole with { Directory = folder.FullName, Files = new Dictionary<string, string?> { ["base.deploy"] = Whole.Files!["base.deploy"] } };

            var preview = await host.Client.PreviewAsync(without, CancellationToken.None);

            Assert.Equal("LUM3107 The file \"motd.txt\" can't be read: it did not come with the plan.", string.Join(" ", preview.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_variable_of_the_host_is_no_value_for_a_plan()
    {
        Environment.SetEnvironmentVariable("LUMINA_PARAM_region", "of-the-host");
        var without = Whole with { Variables = new Dictionary<string, string?> { ["WHO"] = "ada" } };

        var preview = await host.Client.PreviewAsync(without, CancellationToken.None);

        Assert.Equal("LUM2012", Assert.Single(preview.Diagnostics).Code);
    }
}
