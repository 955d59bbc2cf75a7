using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina agent status</c>.</summary>
internal static class AgentVerbs
{
    private const string AgentTarget = "process";

    public static Command Create(World world, CommonOptions common) => new("agent", "This machine's agent, which runs the processes.")
    {
        new AgentStatus(world, common),
    };

    private sealed class AgentStatus : Verb
    {
        public AgentStatus(World world, CommonOptions common)
            : base(world, common, Needs.Host, "status", "Shows whether the agent answers.", "lumina agent status") =>
            AddOptions();

        protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
        {
            var host = await session.Door().RequireAsync(cancellationToken);
            var targets = await host.Client.GetTargetsAsync(cancellationToken);
            var agent = targets.FirstOrDefault(target => target.Kind == AgentTarget)
                ?? new TargetHealth(AgentTarget, false, "the host has no agent");
            if (session.Screen.Json) session.Print(agent, json => json.TargetHealth);
            else session.Screen.Report(agent.Message, agent.Healthy ? Tone.Good : Tone.Bad);
            return agent.Healthy ? ExitCode.Done : ExitCode.NoHost;
        }
    }
}
