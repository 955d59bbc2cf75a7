using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

/// <summary>A plan that comes out of a pipe can be read once: whoever looks at it first must not take anything away.</summary>
public sealed class PipeTests
{
    [Theory]
    [InlineData("$LUMINA validate <(cat lumina.deploy)")]
    [InlineData("cat lumina.deploy | $LUMINA validate /dev/stdin")]
    [InlineData("mkfifo named.deploy; cat lumina.deploy > named.deploy & $LUMINA validate named.deploy")]
    public async Task A_plan_may_come_out_of_a_pipe(string command)
    {
        await using var workspace = new Workspace("plan piped {}\ncomponent one { command = \"run\" }\n");
        var run = await workspace.RunProgramAsync("bash", "-c", command.Replace("$LUMINA", $"'{Programs.Cli}'", StringComparison.Ordinal));

        Assert.Contains("1 component, 1 environment", run.Ends(0).Out, StringComparison.Ordinal);
    }
}
