using System.Collections.Immutable;

namespace Lumina.Language.Compilation;

/// <summary>Reads files of values (<c>.json</c>, <c>.yaml</c>, <c>.yml</c>, <c>.env</c>) for <c>config_from</c>. It does no I/O: texts come in, values and findings come out.</summary>
public interface IValueFileReader
{
    /// <param name="path">The file's path, for its ending and for messages.</param>
    /// <param name="text">What it says.</param>
    /// <param name="schema">The JSON schema that it has to keep; null for none.</param>
    ValueFileAnswer Read(string path, string text, ValueSchema? schema);
}

/// <param name="Path">The schema's path, for messages.</param>
/// <param name="Text">What it says: JSON, or YAML that means the same.</param>
public sealed record ValueSchema(string Path, string Text);

/// <summary>What a file of values says.</summary>
/// <param name="Values">In the file's order, nested names joined by <c>__</c> (a list's items by their number); scalars as the text that a variable would have. Empty when there is a problem.</param>
/// <param name="Problems">What is wrong, in the order of the text.</param>
public sealed record ValueFileAnswer(ImmutableArray<FileValue> Values, ImmutableArray<ValueFileProblem> Problems);

/// <param name="Name">The variable's name.</param>
/// <param name="Text">Its value.</param>
/// <param name="Line">Where it stands, from 1.</param>
public sealed record FileValue(string Name, string Text, int Line);

/// <summary>Something wrong in a file of values, or in the schema.</summary>
/// <param name="File">Which of the two, by its path.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Length">How many characters of that line are meant, at least 1.</param>
/// <param name="Message">One or two sentences.</param>
public sealed record ValueFileProblem(string File, int Line, int Column, int Length, string Message);

/// <summary>Knows the names in a file of sealed secrets. It opens none of them.</summary>
public interface ISealedFileReader
{
    /// <summary>The name of that file, in the plan's folder.</summary>
    string FileName { get; }

    /// <param name="text">What the file says.</param>
    SealedNames Read(string text);
}

/// <summary>What a file of sealed secrets has in it.</summary>
/// <param name="Problem">Why it can't be read; null when it can.</param>
/// <param name="Names">All names, sorted.</param>
public abstract record SealedNames(string? Problem, ImmutableArray<string> Names)
{
    /// <summary>The newest version of a name for an environment: the one of that environment, else the one for all; null when there is neither.</summary>
    public abstract Plans.SealedSecret? Find(string name, string environment);
}
