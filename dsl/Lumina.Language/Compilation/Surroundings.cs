using System.Collections.Immutable;

namespace Lumina.Language.Compilation;

/// <summary>What lies outside of the plan's file: everything is asked for once, and the answers are kept.</summary>
internal sealed class Surroundings(PlanInputs inputs)
{
    private readonly Dictionary<string, FileAnswer> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);

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

    public ReadInputs WasRead() => new(
        _files.ToImmutableSortedDictionary(file => file.Key, file => file.Value.Text, StringComparer.Ordinal),
        _variables.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
