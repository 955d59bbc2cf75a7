using System.Net.Sockets;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Processes;
using Lumina.Storage;

const int CommandLineWrong = 2;
const int CannotStart = 70;
const int FolderInUse = 75;

// The values of secrets are in this program's memory while a deployment runs.
CoreDumps.Forbid();

try
{
    if (HostSettings.Parse(args, HostConfiguration.Read()) is not { } options)
    {
        await Console.Error.WriteLineAsync(HostSettings.Usage);
        return CommandLineWrong;
    }

    using var folder = HostFolder.Take(options.StateDirectory, options.TokenFile);
    using var store = options.OpenStore();
    await using var host = HostApplication.Build(options, folder, store);
    await host.StartAsync();
    var url = HostApplication.UrlOf(host);
    folder.Announce(url);
    await Console.Error.WriteLineAsync($"Lumina host listens on {url}{(HostApplication.UrlBeyond(host) is { } beyond ? " and " + beyond : "")}; its folder is {options.StateDirectory}");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (HostStartException problem)
{
    await TellAsync(problem.Code, problem.Message, problem.Remedy);
    return problem.Code switch
    {
        ProblemCodes.FolderInUse => FolderInUse,
        ProblemCodes.BadCommandLine or ProblemCodes.InTheOpen => CommandLineWrong,
        _ => CannotStart,
    };
}
catch (StoreException problem)
{
    await TellAsync(HostApplication.CodeOf(problem.Fault), problem.Found, problem.Remedy);
    return CannotStart;
}
// In use is an IOException; no address of this machine, or a port that is not for this user, is not.
catch (Exception problem) when (problem is SocketException or IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException })
{
    await TellAsync(ProblemCodes.HostFailed, $"The host can't listen: {problem.Message}", "Name a free port with --port, or none to have one chosen; with --listen, one of this machine's addresses and a port that is free there.");
    return CannotStart;
}

static async Task TellAsync(string code, string message, string remedy)
{
    try
    {
        await Console.Error.WriteLineAsync($"{code}: {message}\n  {remedy}");
    }
    catch (IOException)
    {
        // The log is on the disk that is full: the exit code has to do.
    }
}
