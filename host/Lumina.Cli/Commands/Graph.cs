using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Graphs;
using Lumina.Cli.Surroundings;
using Lumina.Planning.Graph;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina graph</c>.</summary>
internal sealed class Graph : Verb
{
    private readonly Option<string> _format = new("--format")
    {
        Description = "How to draw it: text, dot (Graphviz) or mermaid.",
        HelpName = "text|dot|mermaid",
        DefaultValueFactory = _ => "text",
    };

    public Graph(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument, "graph", "Shows which component waits for which, in order. Needs no host.",
            "lumina graph", "lumina graph --env production --format mermaid", "lumina graph --format dot | dot -Tsvg > plan.svg") =>
        AddOptions(_format);

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var drawing = DrawingOf(session.Value(_format));
        var loaded = session.LoadPlan();
        session.ReportFindings(loaded);
        if (loaded.HasErrors) return Task.FromResult(ExitCode.Wrong);
        var plan = loaded.PlanFor(loaded.EnvironmentNamed(session.Environment));
        if (session.Screen.Json) session.Print(GraphDrawing.Report(plan, PlanGraph.Of(plan)), json => json.GraphReport);
        else
            foreach (var line in drawing(plan, session.Screen.Width)) session.Screen.Result(line);
        return Task.FromResult(ExitCode.Done);
    }

    private static Func<Language.Plans.Plan, int, IEnumerable<string>> DrawingOf(string? format) => format switch
    {
        "text" => (plan, width) => GraphDrawing.Text(plan, PlanGraph.Of(plan), width),
        "dot" => (plan, _) => GraphDrawing.Dot(plan),
        "mermaid" => (plan, _) => GraphDrawing.Mermaid(plan),
        "svg" => throw CliException.BadCommandLine("This version can't draw SVG yet.", "Try: lumina graph --format dot | dot -Tsvg"),
        _ => throw CliException.BadCommandLine($"'{format}' is no format for a graph.", "There are: text, dot, mermaid"),
    };
}
