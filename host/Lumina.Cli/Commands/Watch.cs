using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina watch</c>.</summary>
internal sealed class Watch : Verb
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Argument<string?> _id = new("ID")
    {
        Description = "A deployment, or the beginning or end of its id; the status of the plan unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Watch(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanOption | Needs.Host, "watch", "Shows the status, or the progress of a deployment, live.",
            "lumina watch", "lumina watch dep-01JD2Q")
    {
        Add(_id);
        AddOptions();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        var host = await door.RequireAsync(cancellationToken);
        if (session.Value(_id) is not { } id) return await WatchStatusAsync(session, door, host, cancellationToken);
        var deployment = await DeploymentId.ResolveAsync(host.Client, id, cancellationToken);
        return await new DeploymentRun(session, door, revives: false).WatchAsync(host, deployment, cancellationToken);
    }

    private static async Task<ExitCode> WatchStatusAsync(
        Session session, HostDoor door, FoundHost host, CancellationToken cancellationToken)
    {
        var wanted = session.PlanInEnvironmentIfAny();
        var view = new StatusView(session);
        return session.Screen.IsLive
            ? await session.Screen.Console.Live(new Text(""))
                .StartAsync(context => LookAsync(statuses => context.UpdateTarget(view.Draw(statuses))))
            : await LookAsync(view.Print);

        async Task<ExitCode> LookAsync(Action<PlanStatus[]> show)
        {
            while (true)
            {
                try
                {
                    show(await host.Client.GetStatusAsync(wanted?.Plan, wanted?.Environment, cancellationToken));
                }
                catch (HostUnreachableException)
                {
                    host.Client.Dispose();
                    host = await door.RequireAsync(cancellationToken);
                }

                await Task.Delay(LookEvery, session.World.Time, cancellationToken);
            }
        }
    }

    /// <summary>Shows a status over and over: drawn anew, or as lines when something has changed.</summary>
    private sealed class StatusView(Session session)
    {
        private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);

        public Rows Draw(PlanStatus[] statuses) => statuses.Length == 0
            ? new Rows(new Text("nothing runs"))
            : new Rows(statuses.Select(status => StatusTable.Of(status, session.Screen.Width, session.World.Time)));

        public void Print(PlanStatus[] statuses)
        {
            foreach (var status in statuses)
            {
                var about = $"{status.Plan} {status.Environment}";
                if (session.Screen.Json) PrintOnce(about, CliJson.Line(StatusReport.Of(status), json => json.StatusReport));
                else
                    foreach (var component in status.Components) PrintOnce($"{about} {component.Name}", Text(component));
            }
        }

        private static string Text(ComponentStatus component) =>
            $"{component.Name}: {Wording.State(component.State)}, {component.Healthy}/{component.Desired} healthy"
            + (component.Version is { } version ? ", " + version : "") + (component.Note is { } note ? ": " + note : "");

        private void PrintOnce(string about, string text)
        {
            if (_last.TryGetValue(about, out var last) && last == text) return;
            _last[about] = text;
            var time = session.World.Time;
            session.Screen.Result(session.Screen.Json ? text : $"{Wording.Moment(time.GetUtcNow(), time)}  {text}");
        }
    }
}
