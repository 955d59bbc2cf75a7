using System.Collections.Immutable;
using static Lumina.Language.Vocabulary.EntryForm;

namespace Lumina.Language.Vocabulary;

/// <summary>The words of the language: which declarations there are, and what may stand in which block.</summary>
internal static class Words
{
    public const string Plan = "plan";
    public const string Param = "param";
    public const string Let = "let";
    public const string Environment = "environment";
    public const string Component = "component";
    public const string Import = "import";
    public const string Template = "template";
    public const string For = "for";
    public const string Self = "self";

    /// <summary>Declarations that this version has.</summary>
    public static readonly ImmutableArray<string> Declarations = [Plan, Import, Param, Let, Environment, Template, Component, For];

    /// <summary>Declarations that may be repeated by a <c>for</c>.</summary>
    public static readonly ImmutableArray<string> InFor = [Component, For];

    /// <summary>Declarations that the language will have.</summary>
    public static readonly ImmutableArray<string> UnavailableDeclarations = ["infrastructure", "pipeline"];

    /// <summary>Kinds of targets. Which of them a host has drivers for is the host's business.</summary>
    public static readonly ImmutableArray<string> Targets = ["process", "docker", "kubernetes", "terraform", "simulated"];

    public static readonly ImmutableArray<string> HealthKinds = ["http", "tcp", "command"];

    public static readonly ImmutableArray<string> Strategies = ["rolling"];

    private static readonly ImmutableArray<string> LaterStrategies = ["canary", "blue-green", "blue_green", "recreate"];

    private static readonly BlockRule Options = new("target", [], isOpen: true);

    public static readonly BlockRule ConfigBlock = new("config", [], isOpen: true);

    public static readonly BlockRule HealthBlock = new("health",
        Properties("path", "command", "every", "timeout", "healthy_after", "unhealthy_after", "start_within"));

    public static readonly BlockRule RollingBlock = new("strategy rolling",
        [.. Properties("batch", "max_surge", "max_unavailable", "deadline", "min_ready"), .. Unavailable("step", "check", "no_data")]);

    public static readonly BlockRule RollbackBlock = new("rollback",
        [.. Properties("scope", "within"), .. Unavailable("keep_previous")]);

    public static readonly BlockRule PlanBlock = new(Plan, Properties("version", "owner"));

    public static readonly BlockRule ParamBlock = new(Param, Properties("default", "allowed", "description", "min", "max"));

    public static readonly BlockRule EnvironmentBlock = new BlockRule(Environment,
    [
        new("target", Section) { Labels = Labels.One, NamesWhat = "the kind of the target", Body = Options, BodyOptional = true },
        new("after", Relation) { NamesWhat = "the name of an environment" },
        .. Unavailable("approval", "freeze", "soak"),
    ]).Nest();

    public static readonly BlockRule OverrideBlock = new("in", ComponentEntries());

    public static readonly BlockRule ComponentBlock = new BlockRule(Component,
    [
        .. ComponentEntries(),
        new("in", Section) { Labels = Labels.Several, NamesWhat = "the name of an environment", Body = OverrideBlock },
    ]).Nest();

    public static bool IsDeclaration(ReadOnlySpan<char> word) => Contains(Declarations, word) || IsUnavailableDeclaration(word);

    public static bool MayStandInFor(ReadOnlySpan<char> word) => Contains(InFor, word);

    public static bool IsUnavailableDeclaration(ReadOnlySpan<char> word) => Contains(UnavailableDeclarations, word);

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
        new("health", Section) { Labels = Labels.One, NamesWhat = "http, tcp or command", Body = HealthBlock, BodyOptional = true },
        new("strategy", Section)
        {
            Labels = Labels.One,
            NamesWhat = "the name of a strategy: rolling",
            UnavailableLabels = LaterStrategies,
            Body = RollingBlock,
            BodyOptional = true,
        },
        new("rollback", Section) { Body = RollbackBlock },
        new("target", Section) { Labels = Labels.One, NamesWhat = "the kind of the target", Body = Options, BodyOptional = true },
        .. Unavailable("secret", "scale", "resources"),
    ];

    private static IEnumerable<EntryRule> Properties(params string[] words) => words.Select(w => new EntryRule(w, Property));

    private static IEnumerable<EntryRule> Unavailable(params string[] words) => words.Select(w => new EntryRule(w, EntryForm.Unavailable));
}
