using System.Globalization;
using Lumina.Api;
using Lumina.Cli.Progress;
using Lumina.Cli.Surroundings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lumina.Cli.Reports;

/// <summary>What runs of a plan in an environment, for a person. A narrow terminal gets fewer columns.</summary>
internal static class StatusTable
{
    private const int Wide = 100;
    private const int Middle = 76;

    public static IRenderable Of(PlanStatus status, int width, TimeProvider time)
    {
        var head = $"{status.Plan} in {status.Environment}";
        if (status is { Deployment: { } id, State: { } state })
        {
            var full = $"{head}  {id} {Wording.State(state)}";
            head = full.Length <= width ? full : $"{head}  {Wording.State(state)}";
        }

        var parts = new List<IRenderable> { new Text(head, Tables.StyleOf(Tone.Strong)) };
        if (status.Components.Count == 0) parts.Add(new Text("nothing runs"));
        else parts.Add(TableOf(status, width, time));
        parts.AddRange(status.Components
            .Where(component => component.Note is not null)
            .Select(component => new Text($"{component.Name}: {component.Note}", Tables.StyleOf(Tone.Doubtful))));
        return new Rows(parts);
    }

    private static Table TableOf(PlanStatus status, int width, TimeProvider time)
    {
        (string Title, int From, Func<ComponentStatus, Text> Cell)[] columns =
        [
            ("component", 0, component => new Text(component.Name)),
            ("state", 0, component => new Text(Wording.State(component.State), Tables.StyleOf(ProgressText.ToneOf(component.State)))),
            ("version", 0, component => new Text(Version(component))),
            ("healthy", 0, Healthy),
            ("restarts", Middle, component => new Text(component.Restarts.ToString(CultureInfo.InvariantCulture))),
            ("endpoint", 0, component => new Text(Endpoint(component, width))),
            ("since", Wide, component => Since(component, time)),
        ];
        var shown = columns.Where(column => width >= column.From).ToArray();
        var table = Tables.Plain([.. shown.Select(column => column.Title)]);
        foreach (var component in status.Components) table.AddRow(shown.Select(column => column.Cell(component)));
        return table;
    }

    private static string Version(ComponentStatus component) => (component.Version, component.Revision) switch
    {
        (null, null) => "",
        (null, var revision) => $"r{revision}",
        (var version, null) => version,
        var (version, revision) => $"{version} (r{revision})",
    };

    private static Text Healthy(ComponentStatus component) => new(
        $"{component.Healthy}/{component.Desired}", Tables.StyleOf(component.Healthy < component.Desired ? Tone.Doubtful : Tone.Plain));

    private static Text Since(ComponentStatus component, TimeProvider time) =>
        new(component.Since is { } since ? Wording.Moment(since, time) : "", Tables.StyleOf(Tone.Faint));

    // The scheme is the same for all: where there is little room, the address will do.
    private static string Endpoint(ComponentStatus component, int width) =>
        width < Middle ? component.Endpoint?.Replace("http://", "", StringComparison.Ordinal) ?? "" : component.Endpoint ?? "";
}
