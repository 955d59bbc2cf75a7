using Lumina.Robustness.Hosts;

namespace Lumina.Robustness;

/// <summary>The runner's own entry point, as xunit would have generated it, with two ways out before it: to be one of the hosts, and to run for as long as wanted.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [FragileHost.Verb, .. var rest])
        {
            await FragileHost.RunAsync(rest);
            return 0;
        }

        if (RunSettings.Parse(args) is { } settings)
        {
            var outcome = await RobustnessRun.RunAsync(settings, CancellationToken.None);
            Console.WriteLine(outcome);
            return outcome.Violations.Count == 0 ? 0 : 1;
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
