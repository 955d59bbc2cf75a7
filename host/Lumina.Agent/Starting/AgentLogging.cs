using System.Globalization;
using Serilog;
using Serilog.Events;

namespace Lumina.Agent.Starting;

/// <summary>The agent's own log: <c>agent.log</c> in its folder, three files of 10 MiB at most.</summary>
internal static class AgentLogging
{
    private const long LargestFile = 10 * 1024 * 1024;
    private const int Files = 3;

    public static void Use(ILoggingBuilder logging, string folder)
    {
        logging.ClearProviders();
        logging.AddSerilog(
            new LoggerConfiguration()
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Yarp", LogEventLevel.Error)
                .WriteTo.File(
                    Path.Combine(folder, "agent.log"),
                    fileSizeLimitBytes: LargestFile,
                    rollOnFileSizeLimit: true,
                    retainedFileCountLimit: Files,
                    formatProvider: CultureInfo.InvariantCulture)
                .CreateLogger(),
            dispose: true);
    }
}
