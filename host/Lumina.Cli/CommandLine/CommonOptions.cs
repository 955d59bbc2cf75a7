using System.CommandLine;

namespace Lumina.Cli.CommandLine;

/// <summary>Options that many verbs take, each defined once.</summary>
internal sealed class CommonOptions
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Sarif = "sarif";
    public const string JUnit = "junit";

    private static readonly string[] Conflicts = ["refuse", "queue", "supersede"];

    public Option<string?> Environment { get; } = new("--env")
    {
        Description = "The environment; the plan's first one unless given.",
        HelpName = "NAME",
    };

    public Option<string[]> Parameters { get; } = new("--param")
    {
        Description = "A value for a param of the plan. May be given several times.",
        HelpName = "k=v",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<string?> ParameterFile { get; } = new("--params")
    {
        Description = "A JSON file with values for params. What --param says counts more, LUMINA_PARAM_name in the environment less.",
        HelpName = "FILE",
    };

    public Option<string?> Plan { get; } = new("--plan")
    {
        Description = $"The plan; the nearest {Plans.PlanFile.DefaultName} unless given.",
        HelpName = "FILE",
    };

    public Option<string?> Host { get; } = new("--host")
    {
        Description = "The address of the host, or of several hosts of one cluster with commas between them; the local one unless given.",
        HelpName = "URL,…",
    };

    public Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "The file with the token of the hosts that --host names; LUMINA_TOKEN_FILE, or the token itself in LUMINA_TOKEN, unless given.",
        HelpName = "FILE",
    };

    public Option<string?> CaFile { get; } = new("--ca-file")
    {
        Description = "The file with the authority that the certificates of the hosts are of (PEM); LUMINA_CA_FILE, or the machine's own authorities, unless given.",
        HelpName = "FILE",
    };

    public Option<string?> State { get; } = new("--state")
    {
        Description = "Where the local host keeps its state; .lumina beside the plan, or the nearest one, unless given.",
        HelpName = "DIR",
    };

    public Option<string?> Timeout { get; } = new("--timeout")
    {
        Description = "Give up after this time: 30s, 5m. A deployment that was started goes on.",
        HelpName = "DURATION",
    };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Don't ask." };

    public Option<bool> Wait { get; } = new("--wait") { Description = "The same as --on-conflict queue." };

    public Option<string?> OnConflict { get; } = Words(
        new("--on-conflict")
        {
            Description = "When another deployment of the plan runs: give up, wait for it, or overtake it. What the plan says (on_conflict) unless given.",
            HelpName = string.Join('|', Conflicts),
        },
        Conflicts);

    public Option<string?> OnConflictWithoutPlan { get; } = Words(
        new("--on-conflict")
        {
            Description = "When another deployment of the plan runs: give up, wait for it, or overtake it. It gives up unless given.",
            HelpName = string.Join('|', Conflicts),
        },
        Conflicts);

    public Option<string?> DespiteFreeze { get; } = new("--despite-freeze")
    {
        Description = "Don't keep to the environment's freezes, and why, for the history.",
        HelpName = "REASON",
    };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the history.", HelpName = "TEXT" };

    public Option<string?> Comment { get; } = new("--comment", "--reason") { Description = "What you say to it, for the history.", HelpName = "TEXT" };

    /// <summary>Of verbs that may start a host.</summary>
    public PolicyOptions Policy { get; } = new();

    /// <summary>Of verbs that start a host which others are to reach.</summary>
    public ListenOptions Listening { get; } = new();

    public Option<string> Output { get; } = OutputOption("text, or json: on standard output and nothing else there.", Text, Json);

    public Option<string> OutputOrSarif { get; } =
        OutputOption("text, or json or sarif (2.1.0): on standard output and nothing else there.", Text, Json, Sarif);

    public Option<string> OutputOrJUnit { get; } =
        OutputOption("text, or json or junit (XML): on standard output and nothing else there.", Text, Json, JUnit);

    public Option<bool> NoColour { get; } = new("--no-color") { Description = "No colour; so does NO_COLOR in the environment." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Only results and problems." };

    public IEnumerable<Option> OfPlans => [Environment, Parameters, ParameterFile];

    public IEnumerable<Option> OfHosts => [Host, TokenFile, CaFile, State, Timeout];

    public IEnumerable<Option> OfOutput => [Output, NoColour, Quiet];

    public IEnumerable<Option> OfFindings => [OutputOrSarif, NoColour, Quiet];

    private static Option<string?> Words(Option<string?> option, string[] words)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !words.Contains(value))
                result.AddError($"'{value}' is none of {string.Join(", ", words[..^1])} and {words[^1]}.");
        });
        return option;
    }

    private static Option<string> OutputOption(string description, params string[] forms)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = description,
            HelpName = string.Join('|', forms),
            DefaultValueFactory = _ => Text,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !forms.Contains(value))
                result.AddError($"'{value}' is no output: {string.Join(", ", forms[..^1])} or {forms[^1]}.");
        });
        return option;
    }
}
