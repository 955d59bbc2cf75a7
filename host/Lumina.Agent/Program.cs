using Lumina.Agent;
using Lumina.Agent.Logs;
using Lumina.Agent.Starting;
using Lumina.Deployments.Targets;
using Lumina.Processes;

const int WrongUsage = 2;

// Started by the agent itself, for instances with secrets. A successor finds it by its variables, which it could not read of one that forbids it.
if (args is ["write-log", "--state", var state, var environment, var plan, var component, var revision, var log])
{
    CoreDumps.Empty();
    return await LogWriter.RunAsync(state, new ComponentKey(environment, plan, component), revision, log);
}

// What instances get is in this program's memory.
CoreDumps.Forbid();

if (args is not ["run", "--state", { Length: > 0 } folder])
{
    await Console.Error.WriteLineAsync("usage: lumina-agent run --state FOLDER");
    return args is ["--help"] or ["-h"] ? 0 : WrongUsage;
}

return await AgentProgram.RunAsync(new AgentOptions { StateDirectory = Path.GetFullPath(folder) }, TimeProvider.System);
