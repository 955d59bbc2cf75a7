using System.Text.Json.Serialization;

namespace Lumina.Language.Diagnostics;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably not what was meant; the plan can run.</summary>
    Warning,

    /// <summary>The plan can't run.</summary>
    Error,
}

/// <summary>One finding about a source text.</summary>
/// <param name="Code">Stable for ever: <c>LUM</c> and four digits.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Message">What was found and what was expected, one or two sentences.</param>
/// <param name="Fix">A change that mends it, where one is known.</param>
public sealed record Diagnostic(string Code, Severity Severity, SourceLocation Location, string Message, TextFix? Fix = null);

/// <summary>A place in a file. Lines and columns count from 1; columns count UTF-16 code units; the end is exclusive.</summary>
public sealed record SourceLocation(string File, int Start, int Length, int Line, int Column, int EndLine, int EndColumn);

/// <summary>A replacement of a piece of text.</summary>
/// <param name="Title">What it does, for a person: <c>write 5s</c>.</param>
/// <param name="Start">Offset of the first replaced character.</param>
/// <param name="Length">Number of replaced characters.</param>
/// <param name="Replacement">The new text.</param>
public sealed record TextFix(string Title, int Start, int Length, string Replacement)
{
    /// <summary>Whether nobody needs to look at it first: it keeps the meaning of a plan that has one and all comments, and where the plan
    /// has none there is only one thing that can have been meant. `lumina fmt --fix` makes these.</summary>
    public bool IsSafe { get; init; }
}

/// <summary>A finding that a comment silences.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">Why, as the comment says; empty when it doesn't.</param>
public sealed record SilencedDiagnostic(Diagnostic Finding, string Reason);
