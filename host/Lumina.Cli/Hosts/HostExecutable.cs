using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Hosts;

/// <summary>Where the host's program is.</summary>
internal static class HostExecutable
{
    public const string Variable = "LUMINA_HOST_EXECUTABLE";
    private const string FileName = "lumina-host";

    /// <summary>The one that the environment names; or else the one beside this program; or else, in development, the one in the
    /// neighbouring build output.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string Find(World world)
    {
        if (world.Variable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw Missing($"{Variable} names {named}, which is not there.");
        return Candidates(AppContext.BaseDirectory).FirstOrDefault(File.Exists)
            ?? throw Missing($"The program {FileName} is not beside {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<string> Candidates(string directory)
    {
        yield return Path.Combine(directory, FileName);
        // artifacts/bin/Lumina.Cli/debug/ and artifacts/bin/Lumina.Host/debug/
        var configuration = new DirectoryInfo(directory);
        if (configuration.Parent?.Parent is { } output)
            yield return Path.Combine(output.FullName, "Lumina.Host", configuration.Name, FileName);
    }

    private static CliException Missing(string message) =>
        new(ExitCode.NoHost, new(ProblemCodes.HostFailed, message, $"Build the solution, or name the program in {Variable}."));
}
