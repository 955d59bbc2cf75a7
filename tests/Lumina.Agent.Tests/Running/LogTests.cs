namespace Lumina.Agent.Tests.Running;

public sealed class LogTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Logging_goes_on_without_an_agent_and_a_follower_sees_new_lines()
    {
        var go = Path.Combine(Path.GetTempPath(), "lumina-agent-tests-" + Guid.NewGuid().ToString("N"));
        try
        {
            await _agent.ScaleAsync(RunningAgent.Shell(1, $"echo first; while [ ! -e {go} ]; do sleep 0.05; done; echo second >&2; sleep 1000"), 1);
            await _agent.UntilHealthyAsync(1, 1);
            await _agent.KillAsync();
            await File.WriteAllTextAsync(go, "");
            await Eventually.Async(
                async () => (await File.ReadAllTextAsync(Directory.EnumerateFiles(_agent.LogFolder, "*.log").Single())).EndsWith("second\n", StringComparison.Ordinal),
                () => "the line was not written");

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled.Never);
            var lines = new List<string>();
            await foreach (var line in _agent.Target.ReadLogAsync(_agent.Key, null, 100, follow: true, enough.Token))
            {
                lines.Add(line.Text);
                if (lines.Count == 2)
                    await File.AppendAllTextAsync(Directory.EnumerateFiles(_agent.LogFolder, "*.log").Single(), "third\n");
                if (lines.Count == 3)
                    break;
            }

            Assert.Equal(["first", "second", "third"], lines);
        }
        finally
        {
            File.Delete(go);
        }
    }

    [Fact]
    public async Task Only_the_asked_revisions_newest_lines_come()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "echo old; sleep 1000"), 1);
        await _agent.ScaleAsync(RunningAgent.Shell(2, "seq 1 50000; sleep 1000"), 1);
        await _agent.UntilHealthyAsync(1, 1);
        await _agent.UntilHealthyAsync(2, 1);
        Assert.Equal(["49999", "50000"], await ReadAsync(2, 2));
        Assert.Equal(["old"], await ReadAsync(1, 10));
    }

    private async Task<List<string>> ReadAsync(int revision, int lines) =>
        await _agent.Target.ReadLogAsync(_agent.Key, revision, lines, follow: false, Cancelled.Never).Select(line => line.Text).ToListAsync();
}
