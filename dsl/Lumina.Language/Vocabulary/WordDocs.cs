namespace Lumina.Language.Vocabulary;

/// <summary>What the words of the language are for; said once, for the editor and for whoever writes about them.</summary>
internal static partial class WordDocs
{
    private static readonly Dictionary<string, WordDoc> ByPath = new(StringComparer.Ordinal);

    static WordDocs()
    {
        DescribeDeclarations();
        DescribeEnvironments();
        DescribeComponents();
        DescribeHealth();
        DescribeStrategies();
        DescribeValues();
        DescribePipelines();
        DescribeRules();
    }

    /// <summary>What a block's word is for; null when nobody has said.</summary>
    /// <param name="block">The block's name: <c>component</c>, <c>strategy rolling</c>; empty for the top level.</param>
    /// <param name="word">The word.</param>
    public static WordDoc? Find(string block, string word) =>
        ByPath.GetValueOrDefault(block + "/" + word)
        ?? (block == "in" ? ByPath.GetValueOrDefault("component/" + word) ?? ByPath.GetValueOrDefault("infrastructure/" + word) : FindInKinds(block, word));

    /// <summary>A block whose kind isn't known may have the words of all.</summary>
    private static WordDoc? FindInKinds(string block, string word) => ByPath.FirstOrDefault(
        said => said.Key.StartsWith(block + " ", StringComparison.Ordinal) && said.Key.EndsWith("/" + word, StringComparison.Ordinal)).Value;

    /// <summary>What one of the words is for that may stand after a section's keyword or as a value: <c>health http</c>.</summary>
    public static WordDoc? FindKind(string word, string kind) => ByPath.GetValueOrDefault(word + " " + kind);

    /// <summary>What a part of something is: <c>name</c> of <c>plan</c>.</summary>
    public static WordDoc? FindPart(string owner, string part) => ByPath.GetValueOrDefault(owner + "." + part);

    private static void Say(string path, string text, string? type = null, string? @default = null) =>
        ByPath.Add(path, new WordDoc(text) { Type = type, Default = @default });

    private static void DescribeDeclarations()
    {
        Say("/plan", "What this file is about: its name, and what this state of it is called. Exactly one in a plan.");
        Say("/param", "A value that is given from outside: `--param version=1.5.0`. Without a default it must be given.");
        Say("/let", "A name for a value.");
        Say("/environment", "Where the plan runs. The first one is meant when none is named.");
        Say("/component", "Something that runs: how it is started, configured, checked and rolled out.");
        Say("/import", "Takes what another file declares into this plan; its lets and templates are reached by the name given here.");
        Say("/as", "The name by which this file speaks of the one that it imports.");
        Say("/template", "What several components have in common. `self` is the component that is being made.");
        Say("/from", "The template that this one is made from. What stands here lies over it.");
        Say("/for", "Repeats what is in its block for each item of a list, or each key and value of a map.");
        Say("/infrastructure", "What has to be there before components run, made by a tool such as Terraform.");
        Say("/pipeline", "The stages that a plan goes through on its way to production.");

        Say("plan/version", "What this state of the plan is called; the version of each component that has none.", "string");
        Say("plan/owner", "Whom to ask.", "string");

        Say("param/default", "The value when none is given; as `= value` before the block.", "the param's type");
        Say("param/allowed", "The value, given or default, must be one of these.", "list of the param's type");
        Say("param/description", "What it is for; people see it.", "string");
        Say("param/min", "The least value that is allowed.", "the param's type");
        Say("param/max", "The greatest value that is allowed.", "the param's type");
    }

    private static void DescribeEnvironments()
    {
        Say("environment/target", "Where components run. Options in the block are the target's own.");
        Say("environment/after", "The environment that has to have run this plan before; with `soak 1h`, well for that long.");
        Say("environment/approval", "Who has to say yes before anything changes here.");
        Say("environment/freeze", "A time of the week in which nothing changes here: `freeze \"Fri 18:00\" to \"Mon 06:00\" in \"Europe/Berlin\"`.");
        Say("environment/on_conflict",
            "What becomes of a deployment that meets another one of the plan: `refuse` gives up, `queue` waits, `supersede` brings the other to a safe state and takes its place.",
            "word", "refuse");

        Say("approval/from", "The groups of which somebody has to say yes.", "list of strings");
        Say("approval/count", "How many have to say yes.", "int", "1");
        Say("approval/expires", "How long there is time for that.", "duration");

        Say("target process", "Processes of this machine, started by its agent.");
        Say("target docker", "Containers of a Docker engine.");
        Say("target kubernetes", "Deployments of a Kubernetes cluster.");
        Say("target terraform", "What a Terraform module makes.");
        Say("target simulated", "Nothing real: instances that behave as they are told, for trying a plan out.");
    }

    private static void DescribeValues()
    {
        Say("value plan", "The plan: `plan.name`, `plan.version`, `plan.owner`.");
        Say("value param", "The params of the plan: `param.NAME`.");
        Say("value environment", "The environment that the plan is worked out for: `environment.name`.");
        Say("value component", "Another component in the same environment: `component.NAME.url`.");
        Say("value infrastructure", "What infrastructure answers once it was made: `infrastructure.NAME.OUTPUT`.");
        Say("value self", "In a template, the component that is being made: `self.name`, `self.port`, `self.version`, `self.url`.");
        Say("value true", "True.");
        Say("value false", "False.");

        Say("plan.name", "The plan's name.", "string");
        Say("plan.version", "The plan's version; an error when it says none.", "string");
        Say("plan.owner", "The plan's owner; an error when it says none.", "string");
        Say("environment.name", "The environment's name.", "string");
        Say("component.name", "The component's name.", "string");
        Say("component.version", "The component's version, or else the plan's.", "string");
        Say("component.port", "The component's port; an error when it has none.", "int");
        Say("component.url", "`http://127.0.0.1:` and the component's port; an error when it has none.", "string");

        Say("type string", "A text: `\"eu\"`. `${value}` puts a value in.");
        Say("type int", "A whole number: `5`.");
        Say("type decimal", "A number: `1.5`.");
        Say("type bool", "`true` or `false`.");
        Say("type duration", "A time with its unit: `500ms`, `2s`, `5m`, `1h`, `3d`.");
        Say("type percentage", "A part of a hundred: `25%`.");
        Say("type size", "An amount of memory: `512MiB`, `2GiB`.");
        Say("type cpu", "Parts of a processor: `500m`, `2`.");
        Say("type list", "Values in a row: `[\"eu\", \"us\"]`.");
        Say("type map", "Values by name: `{ small = 1  large = 2 }`.");
    }
}
