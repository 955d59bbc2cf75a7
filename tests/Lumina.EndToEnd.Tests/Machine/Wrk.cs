using System.Globalization;
using System.Text.RegularExpressions;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>The load generator wrk, held to about a hundred requests a second; a second opinion beside <see cref="Load"/>.</summary>
internal sealed partial class Wrk : IAsyncDisposable
{
    private readonly RunningCli _running;

    public Wrk(string url, Workspace workspace)
    {
        // Ten connections with 100 ms between an answer and the next request.
        var script = workspace.Write("pace.lua", "function delay() return 100 end\n");
        _running = workspace.BeginProgram("wrk", "-t1", "-c10", "-d80s", "--timeout", "20s", "-s", script, url);
    }

    /// <summary>Ends it, and asserts that it saw neither an error nor an answer other than 200.</summary>
    public async Task EndsWithoutFailureAsync()
    {
        var run = await EndAsync();
        var requests = int.Parse(Requests().Match(run.Out).Groups[1].Value, CultureInfo.InvariantCulture);
        Console.WriteLine($"measured: wrk: {requests} requests, {run.Took.TotalSeconds:0.0} s");
        Assert.True(requests > 0, run.ToString());
        Assert.DoesNotContain("Non-2xx", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Socket errors", run.Out, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    // Interrupted, it prints what it has counted.
    private async Task<CliRun> EndAsync()
    {
        if (!_running.Ending.IsCompleted)
            Processes.Interrupt(_running.Pid);
        return await _running.Ending;
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();
}
