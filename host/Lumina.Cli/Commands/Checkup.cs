using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Plans;
using Lumina.Cli.Reports;

namespace Lumina.Cli.Commands;

/// <summary>Looks at one thing after the other, each for itself: what does not work must not hide the rest.</summary>
internal static class Checkup
{
    private const long EnoughSpace = 256L * 1024 * 1024;
    private const int OldestSaneYear = 2025;

    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        var checks = new List<DoctorCheck>
        {
            Runtime(), HostProgram(session), StateFolder(door.State), FreeSpace(door.State), Clock(session),
        };
        var (plan, planCheck) = Plan(session);
        checks.Add(planCheck);
        var (host, hostCheck) = await HostAsync(door, cancellationToken);
        checks.Add(hostCheck);
        if (host is not null) checks.AddRange(await PolicyAsync(host, cancellationToken));
        if (host is not null) checks.AddRange(await SecretStoreHealth.ReadAsync(host, cancellationToken));
        if (host is not null) checks.AddRange(await TargetsAsync(host.Client, cancellationToken));
        if (host is not null && await HostStatus.SilosAsync(host, cancellationToken) is { Length: > 1 } silos) checks.Add(Cluster(silos));
        if (plan is not null) checks.AddRange(await PortsAsync(session, plan, host, cancellationToken));
        return checks;
    }

    private static DoctorCheck Runtime() => new(
        "runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}");

    private static DoctorCheck HostProgram(Session session)
    {
        try
        {
            return new("host program", true, HostExecutable.Find(session.World));
        }
        catch (CliException missing)
        {
            return new("host program", false, missing.Problem.Message, missing.Problem.Remedy);
        }
    }

    private static DoctorCheck StateFolder(StateFolder state)
    {
        var folder = ExistingFolder(state.Path);
        if (state.FileInTheWay is { } file)
            return new("state folder", false, $"{file} is a file", "Name a folder with --state.");
        try
        {
            var probe = Path.Combine(folder, $".lumina-doctor-{Environment.ProcessId}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return new("state folder", true, $"{state.Path} {(folder == state.Path ? "can be written" : "can be made")}");
            }
        }
        catch (Exception impossible) when (impossible is IOException or UnauthorizedAccessException)
        {
            return new(
                "state folder", false, $"{folder} can't be written: {impossible.Message}",
                "Name another one with --state, or let this user write there.");
        }
    }

    private static DoctorCheck FreeSpace(StateFolder state)
    {
        var free = new DriveInfo(ExistingFolder(state.Path)).AvailableFreeSpace;
        var text = (free / 1024 / 1024).ToString("N0", CultureInfo.InvariantCulture) + " MiB free";
        return free >= EnoughSpace
            ? new("disk", true, text)
            : new("disk", false, text, $"A host needs {EnoughSpace / 1024 / 1024} MiB for its journal and logs: make room.");
    }

    private static DoctorCheck Clock(Session session)
    {
        var now = session.World.Time.GetUtcNow();
        var text = now.ToString("u", CultureInfo.InvariantCulture);
        return now.Year >= OldestSaneYear
            ? new("clock", true, text)
            : new("clock", false, text + " is in the past", "Set the machine's clock, or let it be synchronised.");
    }

    private static (LoadedPlan? Plan, DoctorCheck Check) Plan(Session session)
    {
        if (!session.HasPlan) return (null, new("plan", true, $"no {PlanFile.DefaultName} here nor above"));
        try
        {
            var plan = session.LoadPlan();
            var found = $"{plan.File.Name}: {Findings.Count(plan.Compiled.Diagnostics)}";
            return plan.HasErrors
                ? (null, new("plan", false, found, $"See: lumina validate {plan.File.Name}"))
                : (plan, new("plan", true, found));
        }
        catch (CliException unreadable)
        {
            return (null, new("plan", false, unreadable.Problem.Message, unreadable.Problem.Remedy));
        }
    }

    private static async Task<(FoundHost? Host, DoctorCheck Check)> HostAsync(HostDoor door, CancellationToken cancellationToken)
    {
        try
        {
            var host = await door.FindAsync(cancellationToken);
            return (host, HostAnswers(door, host));
        }
        catch (ProblemException answer)
        {
            return (null, new("host", false, answer.Problem.Message, answer.Problem.Remedy));
        }
    }

    private static DoctorCheck HostAnswers(HostDoor door, FoundHost? host) => host switch
    {
        // That none runs is nothing to mend: `up` starts one.
        null when door.IsLocal && door.State.ReadEndpoint() is null => new("host", true, "none runs; lumina up starts one"),
        null => new("host", false, "the last one does not answer any more", "lumina up starts another one; its log: " + door.State.LogFile),
        { Health.Ready: false } => new(
            "host", false, $"{host.Client.Endpoint.Url} answers and is not ready", "Its log: " + door.State.LogFile),
        _ => new("host", true, $"version {host.Health.Version} at {host.Client.Endpoint.Url}"),
    };

    private static async Task<IEnumerable<DoctorCheck>> PolicyAsync(FoundHost host, CancellationToken cancellationToken)
    {
        if (host.Health.Policy is not { Count: > 0 } engines) return [new("policy", true, "none is set up: everything may be deployed (--rules, --opa)")];
        return await PolicyHealth.ReadAsync(host, cancellationToken) is { } policy
            ? policy.Engines.Select(PolicyHealth.CheckOf)
            : [new("policy", true, $"{string.Join(" and ", engines)} decide what may be deployed")];
    }

    private static DoctorCheck Cluster(SiloInfo[] silos)
    {
        var alive = silos.Where(silo => silo.Alive).ToArray();
        var versions = string.Join(" and ", alive.Select(silo => silo.Version).Distinct(StringComparer.Ordinal));
        return new("cluster", true, $"{alive.Length} {(alive.Length == 1 ? "host is" : "hosts are")} there, version {versions}; lumina host status lists them");
    }

    private static async Task<IEnumerable<DoctorCheck>> TargetsAsync(LuminaClient client, CancellationToken cancellationToken)
    {
        try
        {
            var targets = await client.GetTargetsAsync(cancellationToken);
            return targets.Select(target => new DoctorCheck(
                "target " + target.Kind, target.Healthy, target.Message, target.Healthy ? null : "Its log lies in the state folder."));
        }
        catch (ProblemException problem)
        {
            return [new("targets", false, problem.Problem.Message, problem.Problem.Remedy)];
        }
    }

    private static async Task<IEnumerable<DoctorCheck>> PortsAsync(
        Session session, LoadedPlan loaded, FoundHost? host, CancellationToken cancellationToken)
    {
        var plan = loaded.PlanFor(loaded.EnvironmentNamed(session.Environment));
        var statuses = host is null ? [] : await host.Client.GetStatusAsync(plan.Name, plan.Environment.Name, cancellationToken);
        var ours = statuses
            .SelectMany(status => status.Components)
            .Where(component => component.Endpoint is not null)
            .Select(component => component.Name)
            .ToHashSet(StringComparer.Ordinal);
        return plan.Components
            .Where(component => component.Port is not null && component.Target.Kind == "process")
            .Select(component => Port(component.Name, component.Port.GetValueOrDefault(), ours.Contains(component.Name)));
    }

    private static DoctorCheck Port(string component, int port, bool isOurs)
    {
        var name = $"port {port} of {component}";
        if (isOurs) return new(name, true, "served by lumina");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return new(name, true, "free");
        }
        catch (SocketException)
        {
            return new(
                name, false, "somebody else listens there",
                $"Find out who with: ss -ltnp 'sport = :{port}'; or give {component} another port.");
        }
    }

    private static string ExistingFolder(string path)
    {
        var folder = path;
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder) ?? "/";
        return folder;
    }
}
