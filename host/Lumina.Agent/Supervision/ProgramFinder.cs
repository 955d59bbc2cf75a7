using Lumina.Deployments.Targets;

namespace Lumina.Agent.Supervision;

/// <summary>Finds the program that a revision's command names.</summary>
internal static class ProgramFinder
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Why the revision can't run here; null when it can.</summary>
    public static string? Check(RevisionSpec revision)
    {
        var spec = revision.Spec;
        // A generated JSON reader gives what is missing no default: such a revision was not written by a host.
        if (spec.Command.IsDefault || spec.Args.IsDefault || spec.DependsOn.IsDefault || spec.Config is null || spec.Health is { Command.IsDefault: true })
            return $"the description of {spec.Name} is not complete";
        if (spec.Command.IsDefaultOrEmpty || spec.Command[0].Length == 0)
        {
            return spec.Image is null
                ? $"{spec.Name} has no command to run"
                : $"the process target runs commands, and {spec.Name} has only an image ({spec.Image}); give it a command or another target";
        }

        if (!Directory.Exists(revision.Directory))
            return $"the folder {revision.Directory} of {spec.Name} does not exist";
        if (spec.Health is { Kind: Language.Plans.HealthKind.Http or Language.Plans.HealthKind.Tcp } && spec.Port is null)
            return $"{spec.Name} is checked over the network and has no port";
        return TryFind(revision, spec.Command[0], out var problem) is null ? problem : null;
    }

    /// <summary>The program's absolute path; null with the problem when there is none that can be run.</summary>
    public static string? TryFind(RevisionSpec revision, string program, out string? problem)
    {
        problem = null;
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            var path = revision.Spec.Config.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
            foreach (var folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                var candidate = Path.Combine(revision.Directory, folder, program);
                if (IsExecutable(candidate))
                    return candidate;
            }

            problem = $"the program {program} of {revision.Spec.Name} was not found in PATH ({path})";
            return null;
        }

        var file = Path.GetFullPath(program, revision.Directory);
        if (IsExecutable(file))
            return file;
        problem = File.Exists(file)
            ? $"{file} of {revision.Spec.Name} is not executable (chmod +x)"
            : $"the program {file} of {revision.Spec.Name} does not exist";
        return null;
    }

    private static bool IsExecutable(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
}
