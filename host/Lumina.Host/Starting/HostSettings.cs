namespace Lumina.Host.Starting;

/// <summary>How a host was started.</summary>
/// <param name="StateDirectory">Its folder: database, logs, token, the agent's folder. Absolute.</param>
/// <param name="OnDemand">Whether <c>up</c> started it, so that <c>down</c> may end it.</param>
/// <param name="Port">The port of its API on 127.0.0.1; 0 for any free one.</param>
/// <param name="AgentExecutable">The agent's program.</param>
internal sealed record HostSettings(string StateDirectory, bool OnDemand, int Port, string AgentExecutable)
{
    public const string Usage = "usage: lumina-host run --state DIR [--on-demand] [--port N] [--agent FILE]";

    public string DatabasePath => Path.Combine(StateDirectory, "lumina.db");

    public string AgentDirectory => Path.Combine(StateDirectory, "agent");

    public string LogDirectory => Path.Combine(StateDirectory, "logs");

    /// <summary>Reads a command line; null when it is not one of ours.</summary>
    public static HostSettings? Parse(IReadOnlyList<string> args)
    {
        if (args is not ["run", ..])
            return null;
        string? state = null, agent = null;
        var (onDemand, port) = (false, 0);
        for (var i = 1; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--on-demand":
                    onDemand = true;
                    break;
                case "--state" when i + 1 < args.Count:
                    state = args[++i];
                    break;
                case "--agent" when i + 1 < args.Count:
                    agent = args[++i];
                    break;
                case "--port" when i + 1 < args.Count && int.TryParse(args[i + 1], out port) && port is >= 0 and <= 65535:
                    i++;
                    break;
                default:
                    return null;
            }
        }
        return state is null ? null : new HostSettings(Path.GetFullPath(state), onDemand, port, agent ?? DefaultAgent());
    }

    /// <summary>Beside the host as it is published, or in the build's own folder for it.</summary>
    private static string DefaultAgent()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "lumina-agent");
        if (File.Exists(beside))
            return beside;
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Lumina.Agent", configuration, "lumina-agent"));
    }
}
