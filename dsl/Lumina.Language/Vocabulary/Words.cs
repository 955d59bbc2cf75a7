using System.Collections.Immutable;
using static Lumina.Language.Vocabulary.EntryForm;
using static Lumina.Language.Vocabulary.EntryRule;

namespace Lumina.Language.Vocabulary;

/// <summary>The words of the language: which declarations there are, and what may stand in which block. The blocks of rollouts and pipelines
/// are in files of their own.</summary>
internal static class Words
{
    public const string Plan = "plan";
    public const string Param = "param";
    public const string Let = "let";
    public const string Environment = "environment";
    public const string Component = "component";
    public const string Infrastructure = "infrastructure";
    public const string Pipeline = "pipeline";
    public const string Import = "import";
    public const string Template = "template";
    public const string For = "for";
    public const string Self = "self";
    public const string ConfigFrom = "config_from";
    public const string ConfigFile = "config_file";
    public const string Secret = "secret";
    public const string SecretFile = "secret_file";

    public static readonly ImmutableArray<string> Declarations = [Plan, Import, Param, Let, Environment, Template, Component, For, Infrastructure, Pipeline];

    /// <summary>Declarations that may be repeated by a <c>for</c>.</summary>
    public static readonly ImmutableArray<string> InFor = [Component, For];

    /// <summary>Kinds of targets. Which of them a host has drivers for is the host's business.</summary>
    public static readonly ImmutableArray<string> Targets = ["process", "docker", "kubernetes", "terraform", "simulated"];

    public static readonly ImmutableArray<string> HealthKinds = ["http", "tcp", "command"];

    public static readonly ImmutableArray<string> Scopes = ["all", "component", "dependents"];

    /// <summary>What a deployment does that meets another one of the same plan.</summary>
    public static readonly ImmutableArray<string> Conflicts = ["refuse", "queue", "supersede"];

    private static readonly BlockRule Options = new("target", [], isOpen: true);

    public static readonly BlockRule ConfigBlock = new("config", [], isOpen: true);

    public static readonly BlockRule ConfigFromBlock = new(ConfigFrom, Properties("schema", "prefix"));

    public static readonly BlockRule ConfigFileBlock = new(ConfigFile, Properties("from", "content", "template", "variable"));

    public static readonly BlockRule HealthBlock = new("health",
        Properties("path", "command", "every", "timeout", "healthy_after", "unhealthy_after", "start_within"));

    public static readonly BlockRule RollbackBlock = new("rollback",
        [new("scope", Property) { OneOf = Scopes }, .. Properties("within", "keep_previous")]);

    public static readonly BlockRule ScaleBlock = new("scale", Properties("min", "max", "cpu"));

    public static readonly BlockRule ResourcesBlock = new("resources", Properties("cpu", "memory"));

    public static readonly BlockRule ApprovalBlock = new("approval", Properties("from", "count", "expires"));

    public static readonly BlockRule PlanBlock = new(Plan, Properties("version", "owner"));

    public static readonly BlockRule ParamBlock = new(Param, Properties("default", "allowed", "description", "min", "max"));

    public static readonly BlockRule EnvironmentBlock = new BlockRule(Environment,
    [
        new("target", Section) { Labels = Labels.One, NamesWhat = "the kind of the target", Body = Options, BodyOptional = true },
        new("after", Relation) { NamesWhat = "the name of an environment", Tails = [new("soak")] },
        new("approval", Section) { Body = ApprovalBlock },
        new("freeze", Phrase) { Tails = [new("to", IsOptional: false), new("in")] },
        new("on_conflict", Property) { OneOf = Conflicts },
    ]).Nest();

    public static readonly BlockRule OverrideBlock = new("in", ComponentEntries());

    public static readonly BlockRule ComponentBlock = new BlockRule(Component,
    [
        .. ComponentEntries(),
        new("in", Section) { Labels = Labels.Several, NamesWhat = "the name of an environment", Body = OverrideBlock },
    ]).Nest();

    public static readonly BlockRule TerraformBlock = new("terraform", [], isOpen: true);

    public static readonly BlockRule InfrastructureBlock = new BlockRule(Infrastructure,
    [
        .. InfrastructureEntries(),
        new("in", Section) { Labels = Labels.Several, NamesWhat = "the name of an environment", Body = new BlockRule("in", InfrastructureEntries()) },
    ]).Nest();

    public static bool IsDeclaration(ReadOnlySpan<char> word) => Contains(Declarations, word);

    public static bool MayStandInFor(ReadOnlySpan<char> word) => Contains(InFor, word);

    private static bool Contains(ImmutableArray<string> words, ReadOnlySpan<char> word)
    {
        foreach (var known in words)
        {
            if (word.SequenceEqual(known))
                return true;
        }
        return false;
    }

    private static IEnumerable<EntryRule> ComponentEntries() =>
    [
        .. Properties("image", "command", "args", "port", "replicas", "version", "stop_within"),
        new("depends", Relation) { Particle = "on", NamesWhat = "the name of a component" },
        new("config", Section) { Body = ConfigBlock },
        new(ConfigFrom, Section) { Labels = Labels.Value, Repeats = Repetition.ByLabel, NamesWhat = "the path of a file", Body = ConfigFromBlock, BodyOptional = true },
        new(ConfigFile, Section) { Labels = Labels.Value, Repeats = Repetition.ByLabel, NamesWhat = "the path of a file", Body = ConfigFileBlock },
        new(Secret, NamedValue) { NamesWhat = "the name of an environment variable" },
        new(SecretFile, NamedValue) { NamesWhat = "the path of a file in quotes", IsNamedByText = true },
        new("health", Section) { Labels = Labels.One, NamesWhat = "http, tcp or command", Body = HealthBlock, BodyOptional = true },
        RolloutWords.Strategy,
        new("rollback", Section) { Body = RollbackBlock },
        new("scale", Section) { Body = ScaleBlock },
        new("resources", Section) { Body = ResourcesBlock },
        new("target", Section) { Labels = Labels.One, NamesWhat = "the kind of the target", Body = Options, BodyOptional = true },
    ];

    private static IEnumerable<EntryRule> InfrastructureEntries() =>
    [
        new("terraform", Section) { Labels = Labels.Value, NamesWhat = "the folder of a Terraform module", Body = TerraformBlock, BodyOptional = true },
        new("depends", Relation) { Particle = "on", NamesWhat = "the name of an infrastructure" },
    ];
}
