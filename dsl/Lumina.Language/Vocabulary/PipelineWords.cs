using static Lumina.Language.Vocabulary.EntryForm;
using static Lumina.Language.Vocabulary.EntryRule;

namespace Lumina.Language.Vocabulary;

/// <summary>What the blocks of pipelines may contain.</summary>
internal static class PipelineWords
{
    public static readonly EntryRule Gate = OfKinds("gate",
        new("soak", new BlockRule("gate soak", Properties("duration"))),
        new("approval", new BlockRule("gate approval", Words.ApprovalBlock.Entries)),
        new("check", new BlockRule("gate check", Properties("command", "timeout"))))
        with
    { Repeats = Repetition.Any };

    public static readonly BlockRule StageBlock = new("stage",
    [
        .. Properties("run", "timeout"),
        new("after", Relation) { NamesWhat = "the name of a stage" },
        new("deploy", Relation) { NamesWhat = "the name of an environment" },
        Gate,
    ]);

    public static readonly BlockRule PipelineBlock = new BlockRule(Words.Pipeline,
        [new("stage", Section) { Labels = Labels.One, Repeats = Repetition.ByLabel, NamesWhat = "the name of the stage", Body = StageBlock }]).Nest();
}
