using System.Collections.Immutable;

namespace Lumina.Language.Compilation;

/// <summary>What lies outside of the plan's file: everything is asked for once, and the answers are kept.</summary>
internal sealed class Surroundings(PlanInputs inputs)
{
    private readonly Dictionary<string, FileAnswer> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private SealedFile? _sealed;

    /// <summary>Reads files of values; null where nobody can.</summary>
    public IValueFileReader? ValueFiles => inputs.ValueFiles;

    /// <summary>The file of sealed secrets in the plan's folder, read when it is first asked for; null where nobody can read it.</summary>
    public SealedFile? SealedFile => inputs.SealedFile is { } reader ? _sealed ??= Read(reader) : null;

    public FileAnswer ReadFile(string path)
    {
        if (!_files.TryGetValue(path, out var answer))
            _files[path] = answer = inputs.ReadFile(path);
        return answer;
    }

    public string? ReadVariable(string name)
    {
        if (!_variables.TryGetValue(name, out var value))
            _variables[name] = value = inputs.ReadVariable(name);
        return value;
    }

    private SealedFile Read(ISealedFileReader reader)
    {
        var answer = ReadFile(reader.FileName);
        if (answer.Text is not { } text)
            return new SealedFile(reader.FileName, answer.Problem ?? "it can't be read", null);
        var names = reader.Read(text);
        return new SealedFile(reader.FileName, names.Problem, names);
    }

    public ReadInputs WasRead() => new(
        _files.ToImmutableSortedDictionary(file => file.Key, file => file.Value.Text, StringComparer.Ordinal),
        _variables.ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>The file of sealed secrets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Problem">Why nothing can be taken from it; null when that can be.</param>
/// <param name="Names">What is in it; null when there is no such file, or it can't be read.</param>
internal sealed record SealedFile(string Name, string? Problem, SealedNames? Names);
