using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>What differs between what a component is and what it should be, and how much has to be done about it.</summary>
internal sealed partial class SpecDifference
{
    private readonly List<ValueChange> _values = [];

    private SpecDifference()
    {
    }

    /// <summary>Whether something of what it is differs, so that new instances have to take the place of the old ones.</summary>
    public bool Identity { get; private set; }

    /// <summary>Whether environment variables differ.</summary>
    public bool Config { get; private set; }

    /// <summary>Whether only the number of instances, or how they are rolled out, differs.</summary>
    public bool InPlace { get; private set; }

    public ImmutableArray<ValueChange> Values => [.. _values];

    public static SpecDifference Between(ComponentSpec before, string directoryBefore, ComponentSpec after, string directoryAfter)
    {
        var difference = new SpecDifference();
        difference.Identity = difference.AddIdentity(before, directoryBefore, after, directoryAfter);
        difference.Config = difference.AddMap("config", before.Config, after.Config)
            | difference.AddSecrets(before.Secrets, after.Secrets)
            | difference.AddFiles(before.Files, after.Files);
        difference.InPlace = difference.AddRollout(before, after);
        return difference;
    }

    /// <summary>What a component is, for one that comes or goes: the values that an author would name first.</summary>
    public static IEnumerable<(string Path, string Value)> Outline(ComponentSpec spec)
    {
        (string Path, string? Value)[] outline =
        [
            ("version", spec.Version),
            ("image", spec.Image),
            ("command", PlanNotation.Of(spec.Command)),
            ("args", PlanNotation.Of(spec.Args)),
            ("port", spec.Port is { } port ? PlanNotation.Of(port) : null),
            ("replicas", PlanNotation.Of(spec.Replicas)),
        ];
        foreach (var (path, value) in outline)
            if (value is not null)
                yield return (path, value);
        foreach (var (key, secret) in spec.Secrets)
            yield return ($"secret {key}", SecretNotation.Of(secret, secret)!);
        foreach (var (path, file) in spec.Files)
            yield return ($"file {path}", FileNotation.Of(file)!);
    }

    public void AddMissingInstances(int wanted, int missing) =>
        Add("instances", PlanNotation.Of(Math.Max(0, wanted - missing)), PlanNotation.Of(wanted));

    public void AddRepairs(ImmutableArray<ValueChange> repairs) => _values.AddRange(repairs);

    private bool AddIdentity(ComponentSpec before, string directoryBefore, ComponentSpec after, string directoryAfter) =>
        Add("version", before.Version, after.Version)
        | Add("image", before.Image, after.Image)
        | AddWords("command", before.Command, after.Command)
        | AddWords("args", before.Args, after.Args)
        | Add("port", Text(before.Port), Text(after.Port))
        | Add("target", before.Target.Kind, after.Target.Kind)
        | AddMap("target", before.Target.Options, after.Target.Options)
        | AddHealth(before.Health, after.Health)
        | AddResources(before.Resources, after.Resources)
        | Add("stop_within", before.StopWithin, after.StopWithin)
        | Add("directory", directoryBefore, directoryAfter);

    private bool AddHealth(HealthSpec? before, HealthSpec? after)
    {
        if (before is null || after is null) return Add("health", PlanNotation.Of(before), PlanNotation.Of(after));
        var kind = before.Kind != after.Kind
            ? Add("health", PlanNotation.Of(before), PlanNotation.Of(after))
            : (after.Kind == HealthKind.Http && Add("health path", before.Path, after.Path))
              | (after.Kind == HealthKind.Command && AddWords("health command", before.Command, after.Command));
        return kind
            | Add("health every", before.Every, after.Every)
            | Add("health timeout", before.Timeout, after.Timeout)
            | Add("health healthy_after", before.HealthyAfter, after.HealthyAfter)
            | Add("health unhealthy_after", before.UnhealthyAfter, after.UnhealthyAfter)
            | Add("health start_within", before.StartWithin, after.StartWithin);
    }

    private bool AddResources(ResourcesSpec? before, ResourcesSpec? after) =>
        Add("resources cpu", PlanNotation.OfCores(before?.Cpu), PlanNotation.OfCores(after?.Cpu))
        | Add("resources memory", PlanNotation.OfBytes(before?.Memory), PlanNotation.OfBytes(after?.Memory));

    // A secret's value is in neither of the two; what is shown is where it is kept, when that differs, and which version it is.
    private bool AddSecrets(ImmutableSortedDictionary<string, SecretReference> before, ImmutableSortedDictionary<string, SecretReference> after)
    {
        var any = false;
        foreach (var key in before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (one, other) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
            any |= SecretNotation.Differ(one, other) && AddDifferent($"secret {key}", SecretNotation.Of(one, other), SecretNotation.Of(other, one));
        }
        return any;
    }

    // What a file says is not shown, only that it differs: it may be long, and it may be secret.
    private bool AddFiles(ImmutableSortedDictionary<string, ConfigFileSpec> before, ImmutableSortedDictionary<string, ConfigFileSpec> after)
    {
        var any = false;
        foreach (var path in before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (one, other) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            any |= FileNotation.Differ(one, other) && AddDifferent($"file {path}", FileNotation.Of(one), FileNotation.Of(other));
            any |= one is not null && other is not null && Add($"file {path} variable", one.Variable, other.Variable);
        }
        return any;
    }

    /// <summary>Adds what differs even where it reads alike, as files may in which the same secrets stand in other places.</summary>
    private bool AddDifferent(string path, string? before, string? after) =>
        Add(path, before, before is not null && before == after ? $"{after[..^1]}, written anew)" : after);

    private bool AddDependencies(ImmutableArray<string> before, ImmutableArray<string> after) =>
        !before.AsSpan().SequenceEqual(after.AsSpan()) && Add("depends on", Text(before), Text(after));

    private bool AddMap(string path, ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after)
    {
        if (ReferenceEquals(before, after) || (before.IsEmpty && after.IsEmpty)) return false;
        var any = false;
        foreach (var key in before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            any |= Add($"{path} {key}", before.GetValueOrDefault(key), after.GetValueOrDefault(key));
        return any;
    }

    // Compared as lists: `"a b"` and `a b` may read alike, they are not.
    private bool AddWords(string path, ImmutableArray<string> before, ImmutableArray<string> after)
    {
        if (before.AsSpan().SequenceEqual(after.AsSpan())) return false;
        _values.Add(new ValueChange(path, PlanNotation.Of(before), PlanNotation.Of(after)));
        return true;
    }

    private bool Add(string path, TimeSpan before, TimeSpan after) =>
        before != after && Add(path, PlanNotation.Of(before), PlanNotation.Of(after));

    private bool Add(string path, int before, int after) =>
        before != after && Add(path, PlanNotation.Of(before), PlanNotation.Of(after));

    private bool Add(string path, string? before, string? after)
    {
        if (string.Equals(before, after, StringComparison.Ordinal)) return false;
        _values.Add(new ValueChange(path, before, after));
        return true;
    }

    private static string? Text(int? number) => number is { } value ? PlanNotation.Of(value) : null;

    private static string? Text(ImmutableArray<string> names) => names.IsDefaultOrEmpty ? null : string.Join(", ", names);
}
