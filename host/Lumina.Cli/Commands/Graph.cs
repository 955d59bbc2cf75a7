using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Graphs;
using Lumina.Cli.Surroundings;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina graph</c>.</summary>
internal sealed class Graph : Verb
{
    private static readonly string[] Formats = ["text", "dot", "mermaid", "svg"];

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to draw it: text, dot (Graphviz), mermaid or svg.",
        HelpName = "text|dot|mermaid|svg",
        DefaultValueFactory = _ => "text",
    };

    public Graph(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument, "graph", "Shows which component waits for which, in order. Needs no host.",
            "lumina graph", "lumina graph --env production --format mermaid", "lumina graph --format svg > plan.svg") =>
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

    private static Func<Plan, int, IEnumerable<string>> DrawingOf(string? format) => format switch
    {
        "text" => TreeDrawing.Of,
        "dot" => (plan, _) => GraphDrawing.Dot(plan),
        "mermaid" => (plan, _) => GraphDrawing.Mermaid(plan),
        "svg" => (plan, _) => SvgDrawing.Of(plan),
        _ => throw CliException.BadCommandLine(
            $"'{format}' is no format for a graph.",
            Guess.At(format ?? "", Formats) is { } near ? $"Did you mean '{near}'?" : "There are: " + string.Join(", ", Formats)),
    };
}
