using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Pipelines. They stand beside the environments, so there is none whose values they could use.</summary>
/// <param name="evaluator">Works out values, in no environment.</param>
internal sealed class PipelineBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    private PlanSymbols Symbols => evaluator.Scope.Symbols;

    public ImmutableArray<PipelineSpec> Bind() =>
        [.. Symbols.Pipelines.Values.OrderBy(p => p.Name, StringComparer.Ordinal).Select(Bind)];

    private PipelineSpec Bind(PipelineSymbol pipeline)
    {
        var sections = pipeline.Settings.Repeated("stage");
        if (sections.Count == 0 && !pipeline.Settings.HasUnknown)
            Diagnostics.Add(GraphFindings.NothingToDo(Diagnostics.Locate(pipeline.NameToken.Span), $"The pipeline '{pipeline.Name}' has no stages: write stage NAME {{ run = \"…\" }}."));
        var byName = sections.ToDictionary(s => s.Kind ?? "", StringComparer.Ordinal);
        var unknown = new UnknownNames();
        var stages = sections.Select(s => Bind(s, byName, pipeline.Settings.HasUnknown ? null : unknown)).ToImmutableArray();
        var used = stages.SelectMany(s => s.After).ToHashSet(StringComparer.Ordinal);
        unknown.Report(_ => sections.Where(s => !used.Contains(s.Kind ?? "")).Select(s => (s.Kind ?? "", s.Syntax.Labels!.Names[0])), Diagnostics);
        var after = stages.ToDictionary(s => s.Name, s => s.After, StringComparer.Ordinal);
        foreach (var circle in CircleSearch.Find([.. stages.Select(s => s.Name)], n => after[n]))
        {
            var at = byName[circle[0]].Settings.Relation("after")!.Names.Span;
            Diagnostics.Add(GraphFindings.StageCycle(Diagnostics.Locate(at), CircleSearch.Path(circle)));
        }
        return new PipelineSpec { Name = pipeline.Name, Stages = stages };
    }

    /// <param name="stage">The stage.</param>
    /// <param name="stages">All of the pipeline's, by name.</param>
    /// <param name="unknown">Takes names of stages that there are not; null when some could not be read.</param>
    private StageSpec Bind(SectionSettings stage, Dictionary<string, SectionSettings> stages, UnknownNames? unknown)
    {
        var settings = stage.Settings;
        var read = new SettingsReader(settings, evaluator);
        var name = stage.Kind ?? "";
        NameText.Check(name, stage.Syntax.Labels!.Names[0], Diagnostics);
        var run = read.Words("run");
        if (run is [] or ["", ..])
            Diagnostics.Add(ValueFindings.BadText(Diagnostics.Locate(settings.Properties["run"].Value.Span), "A command can't be empty: write the program and its arguments."));
        var spec = new StageSpec { Name = name };
        spec = spec with
        {
            After = settings.Relation("after") is { } after ? NameList.Read(after.Names, Diagnostics, CheckStage) : [],
            Run = run ?? [],
            Timeout = read.Duration("timeout") ?? spec.Timeout,
            Deploy = BindDeploy(settings),
            Gates = [.. settings.Repeated("gate").Select(BindGate).OfType<GateSpec>()],
        };
        if (settings.Property("run") is null && settings.Relation("deploy") is null && settings.Repeated("gate").Count == 0 && !settings.HasUnknown)
            Diagnostics.Add(GraphFindings.NothingToDo(Diagnostics.Locate(stage.KindSpan), $"The stage '{name}' does nothing: write run = …, deploy ENVIRONMENT or a gate."));
        return spec;

        void CheckStage(string other, SourceLocation at)
        {
            if (!stages.ContainsKey(other))
                unknown?.Add("stage", other, GraphFindings.UnknownStage(at, other, Diagnostics.Nearest(other, stages.Keys)));
        }
    }

    private string? BindDeploy(Settings stage)
    {
        if (stage.Relation("deploy") is not { } deploy)
            return null;
        var token = deploy.Names.Names[0];
        if (deploy.Names.Names.Length > 1)
            Diagnostics.Add(SyntaxFindings.Unexpected(Diagnostics.Locate(deploy.Names.Names[1].Span), "one environment", "a second one"));
        var name = NameText.Of(token, Diagnostics.Source);
        new EnvironmentChecks(Symbols, Diagnostics).CheckName(name, token);
        return name;
    }

    private GateSpec? BindGate(SectionSettings gate)
    {
        var kind = PipelineWords.Gate.KindOf(gate.Kind)?.Label;
        if (kind != gate.Kind)
            Diagnostics.Add(NameFindings.UnknownKind(Diagnostics.Locate(gate.KindSpan), "gate", gate.Kind ?? "", "soak, approval or check", kind));
        var read = new SettingsReader(gate.Settings, evaluator);
        return kind switch
        {
            "soak" => new SoakGate { Duration = BindSoak(gate, read) },
            "approval" => new ApprovalGate { Approval = new ApprovalBinder(evaluator).Bind(gate) },
            "check" => BindCheck(gate, read),
            _ => null,
        };
    }

    private TimeSpan BindSoak(SectionSettings gate, SettingsReader read)
    {
        if (gate.Settings.Property("duration") is null && !gate.Settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(gate.KindSpan), "A soak needs its duration: write duration = 1h."));
        return read.Duration("duration") ?? TimeSpan.Zero;
    }

    private CheckGate BindCheck(SectionSettings gate, SettingsReader read)
    {
        var command = read.Words("command");
        ComponentChecks.CheckNeededCommand(command, gate, "A check", Diagnostics);
        var spec = new CheckGate { Command = command ?? [] };
        return spec with { Timeout = read.Duration("timeout") ?? spec.Timeout };
    }
}
