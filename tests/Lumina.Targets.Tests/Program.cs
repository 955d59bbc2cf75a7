using Lumina.Agent.Tests.Service;

namespace Lumina.Targets.Tests;

/// <summary>The runner's own entry point, as xunit would have generated it, with one way out before it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (TestService.IsWanted)
        {
            await TestService.RunAsync();
            return 0;
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
