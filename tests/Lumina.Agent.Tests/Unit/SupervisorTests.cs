using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Unit;

public sealed class SupervisorTests
{
    private static readonly CommandAnswer Done = new(TargetOutcome.Done, null);

    [Fact]
    public async Task An_agent_does_not_end_under_a_command_that_has_shown_nothing_yet()
    {
        await using var agent = new QuietAgent();
        string? problem = null;
        agent.Supervisor.Run(QuietAgent.Key, _ =>
        {
            problem = agent.Supervisor.CloseIfEmpty();
            return Done;
        });
        Assert.Equal("it is carrying out a command", problem);
    }

    [Fact]
    public async Task A_command_that_fails_does_not_keep_the_agent_and_a_later_one_is_not_accepted()
    {
        await using var agent = new QuietAgent();
        Assert.Throws<InvalidDataException>(() => agent.Supervisor.Run(QuietAgent.Key, _ => throw new InvalidDataException("damaged")));
        Assert.Null(agent.Supervisor.CloseIfEmpty());
        Assert.Equal(TargetOutcome.Unavailable, agent.Supervisor.Run(QuietAgent.Key, _ => Done).Outcome);
    }

    [Fact]
    public async Task A_component_whose_state_could_not_be_read_once_is_tried_again_and_hides_no_other()
    {
        await using var agent = new QuietAgent();
        var folder = agent.Context.Folder.ComponentPath(QuietAgent.Key);
        var state = Path.Combine(folder, "state.json");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(state, "{", TestContext.Current.CancellationToken);
        Assert.ThrowsAny<Exception>(() => agent.Supervisor.Run(QuietAgent.Key, _ => Done));
        Assert.Empty(agent.Supervisor.Observe(_ => true));

        File.Delete(state);
        Assert.Equal(Done, agent.Supervisor.Run(QuietAgent.Key, _ => Done));
    }
}
