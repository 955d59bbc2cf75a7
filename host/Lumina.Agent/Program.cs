using Lumina.Agent;
using Lumina.Agent.Starting;

const int WrongUsage = 2;

if (args is not ["run", "--state", { Length: > 0 } folder])
{
    await Console.Error.WriteLineAsync("usage: lumina-agent run --state FOLDER");
    return args is ["--help"] or ["-h"] ? 0 : WrongUsage;
}

return await AgentProgram.RunAsync(new AgentOptions { StateDirectory = Path.GetFullPath(folder) }, TimeProvider.System);
