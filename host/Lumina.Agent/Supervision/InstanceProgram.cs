using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <summary>What is started for an instance.</summary>
internal static class InstanceProgram
{
    /// <exception cref="SpawnException">Its program is not there.</exception>
    public static SpawnRequest Describe(AgentContext agent, Component home, RevisionSpec revision, InstanceRecord record, LogPipe? pipe)
    {
        var spec = revision.Spec;
        var file = ProgramFinder.TryFind(revision, spec.Command[0], out var problem) ?? throw new SpawnException(problem ?? spec.Command[0]);
        return new SpawnRequest
        {
            File = file,
            Arguments = [.. spec.Command.Skip(1), .. spec.Args],
            Environment = InstanceEnvironment.Build(agent.Folder.Id, home.Key, revision, record, home.Contents.Deliver(revision)),
            WorkingDirectory = revision.Directory,
            StandardOutput = pipe?.PipePath ?? Path.Combine(home.LogFolder, record.Id + ".log"),
            IsPipe = pipe is not null,
        };
    }

    /// <summary>A health command, made anew for every check; null when the check is none.</summary>
    public static Func<SpawnRequest>? DescribeProbe(AgentContext agent, Component home, RevisionSpec revision, InstanceRecord record)
    {
        if (revision.Spec.Health is not { Kind: HealthKind.Command } check || check.Command.IsDefaultOrEmpty)
            return null;
        return () =>
        {
            var (delivery, output) = home.DescribeCheck(revision, record);
            var environment = InstanceEnvironment.Build(agent.Folder.Id, home.Key, revision, record, delivery);
            environment[Markers.Probe] = "1";
            return new SpawnRequest
            {
                File = ProgramFinder.TryFind(revision, check.Command[0], out var problem) ?? throw new SpawnException(problem ?? check.Command[0]),
                Arguments = [.. check.Command.Skip(1)],
                Environment = environment,
                WorkingDirectory = revision.Directory,
                StandardOutput = output,
                Append = false,
            };
        };
    }
}
