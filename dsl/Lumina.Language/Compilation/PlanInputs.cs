using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Compilation;

/// <summary>All that a plan is made from. The same inputs give the same plans.</summary>
/// <param name="File">The name of the plan's file, to report problems under.</param>
/// <param name="Text">What it says.</param>
public sealed record PlanInputs(string File, string Text)
{
    /// <summary>Values given for params.</summary>
    public IReadOnlyDictionary<string, GivenValue> Parameters { get; init; } = ImmutableDictionary<string, GivenValue>.Empty;

    /// <summary>How seriously findings are taken.</summary>
    public FindingLevels Levels { get; init; } = FindingLevels.Default;

    /// <summary>Reads another file, for imports and <c>file()</c>: its path with <c>/</c> between folders, as seen from the folder of the
    /// plan's file. Asked once for each path.</summary>
    public Func<string, FileAnswer> ReadFile { get; init; } = _ => FileAnswer.Failed("no other files can be read here");

    /// <summary>Reads a variable of the surroundings, for <c>env()</c>; null when it is not set. Asked once for each name.</summary>
    public Func<string, string?> ReadVariable { get; init; } = _ => null;

    /// <summary>Reads files of values; null where nobody can.</summary>
    public IValueFileReader? ValueFiles { get; init; }

    /// <summary>Reads the file of sealed secrets; null where nobody can: then sealed secrets are taken as they are written.</summary>
    public ISealedFileReader? SealedFile { get; init; }
}

/// <summary>What a file says, or why that can't be told.</summary>
/// <param name="Text">Its text; null when it can't be read.</param>
/// <param name="Problem">Why not, without a full stop at its end.</param>
public readonly record struct FileAnswer(string? Text, string? Problem)
{
    public static FileAnswer Of(string text) => new(text, null);

    public static FileAnswer Failed(string problem) => new(null, problem);
}

/// <summary>How a value for a param was written.</summary>
public enum GivenForm
{
    /// <summary>As text, on a command line or in a variable: read as the param's type.</summary>
    Text,

    /// <summary>As a JSON string.</summary>
    JsonString,

    /// <summary>As a JSON number.</summary>
    JsonNumber,

    /// <summary>As true or false in JSON.</summary>
    JsonBoolean,

    /// <summary>As a JSON array.</summary>
    JsonArray,

    /// <summary>As a JSON object.</summary>
    JsonObject,
}

/// <summary>A value for a param.</summary>
/// <param name="Text">The value; of a list or a map its JSON.</param>
/// <param name="Form">How it was written.</param>
/// <param name="Origin">Where it comes from, for messages: <c>--param</c>, <c>values.json</c>, <c>LUMINA_PARAM_region</c>.</param>
public sealed record GivenValue(string Text, GivenForm Form = GivenForm.Text, string Origin = "--param");

/// <summary>What was read outside of the plan's file while it was compiled: with these answers it compiles to the same plans anywhere.</summary>
/// <param name="Files">By path; null for one that could not be read.</param>
/// <param name="Variables">By name; null for one that is not set.</param>
public sealed record ReadInputs(ImmutableSortedDictionary<string, string?> Files, ImmutableSortedDictionary<string, string?> Variables);
