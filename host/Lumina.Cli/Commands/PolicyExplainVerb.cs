using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina policy explain</c>.</summary>
internal sealed class PolicyExplainVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "A decision, as lumina plan and lumina show name it: pol-…" };

    private readonly Option<bool> _input = new("--input") { Description = "Print what it was made of, and nothing else: the document that rules and OPA see." };

    public PolicyExplainVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "explain", "Shows which values made a rule decide, part by part of its condition. For OPA: how to ask it once more.",
            "lumina policy explain pol-3f0c9a2b7d1e4f5a6b8c", "lumina policy explain pol-3f0c9a2b7d1e4f5a6b8c --input > input.json")
    {
        Add(_id);
        AddOptions(_input);
    }

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var id = session.Value(_id) ?? "";
        if (id.StartsWith("dep-", StringComparison.Ordinal))
            throw CliException.BadCommandLine($"{id} is a deployment.", $"Its decisions are shown by: lumina show {id}");
        var host = await session.Door().RequireAsync(cancellationToken);
        if (session.Value(_input))
        {
            session.Screen.Result(await host.Client.GetDecisionInputAsync(id, cancellationToken));
            return ExitCode.Done;
        }

        var explanation = await host.Client.ExplainAsync(id, cancellationToken);
        if (session.Screen.Json) session.Print(explanation, json => json.DecisionExplanation);
        else ExplanationText.Write(session.Screen, explanation, session.World.Time);
        return ExitCode.Done;
    }
}
