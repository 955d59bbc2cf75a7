using System.Threading.Channels;
using Lumina.Agent.Health;
using Lumina.Language.Plans;
using Lumina.Processes;

namespace Lumina.Agent.Tests.Unit;

public sealed class ProberTests
{
    [Fact]
    public async Task A_check_may_be_given_up_at_the_moment_when_its_command_ends()
    {
        using var prober = new Prober(TimeProvider.System);
        using var givenUp = new CancellationTokenSource();
        var folder = Directory.CreateTempSubdirectory("lumina-agent-tests-");
        var command = new SpawnRequest
        {
            File = "/bin/sh",
            Arguments = ["-c", "until [ -e end ]; do /bin/sleep 0.01; done"],
            Environment = [],
            WorkingDirectory = folder.FullName,
        };
        var target = new ProbeTarget(new HealthSpec { Kind = HealthKind.Command, Timeout = TimeSpan.FromMinutes(10) }, null, () => command);

        var held = new HeldContext();
        var answer = held.Start(() => prober.ProbeAsync(target, givenUp.Token));
        // Only from here on may the command end: the check waits for it, and goes on by a step.
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "end"), "", TestContext.Current.CancellationToken);
        // The command has ended, and the check has not gone on yet.
        var goOn = await held.Steps.ReadAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        await givenUp.CancelAsync();
        goOn();

        while (!answer.IsCompleted)
            (await held.Steps.ReadAsync(TestContext.Current.CancellationToken))();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    /// <summary>Steps of a task that go on when they are told to.</summary>
    private sealed class HeldContext : SynchronizationContext
    {
        private readonly Channel<Action> _steps = Channel.CreateUnbounded<Action>();

        public ChannelReader<Action> Steps => _steps.Reader;

        public override void Post(SendOrPostCallback d, object? state) => _steps.Writer.TryWrite(() => Within(() => d(state)));

        public Task<T> Start<T>(Func<Task<T>> start)
        {
            Task<T>? task = null;
            Within(() => task = start());
            return task!;
        }

        private void Within(Action step)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                step();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
