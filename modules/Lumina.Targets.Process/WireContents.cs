using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Targets.Process;

/// <summary>
/// The contents of a revision as they go to the agent and as it keeps them under encryption: the one form in which their values can be written.
/// It is null where there are none.
/// </summary>
/// <param name="Variables">Values of variables by name.</param>
/// <param name="Files">Files by path.</param>
public sealed record WireContents(ImmutableSortedDictionary<string, byte[]> Variables, ImmutableSortedDictionary<string, WireFile> Files)
{
    public bool IsEmpty => Variables.IsEmpty && Files.IsEmpty;

    /// <summary>Of what a driver was given; null for nothing.</summary>
    public static WireContents? Of(RevisionContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var wire = new WireContents(
            contents.RevealVariables().ToImmutableSortedDictionary(v => v.Key, v => v.Value.Reveal().ToArray(), StringComparer.Ordinal),
            contents.RevealFiles().ToImmutableSortedDictionary(
                f => f.Key,
                f => new WireFile(f.Value.Content.Reveal().ToArray(), f.Value.IsSecret, f.Value.Variable) { Secrets = [.. f.Value.Secrets.Select(s => s.Reveal().ToArray())] },
                StringComparer.Ordinal));
        return wire.IsEmpty ? null : wire;
    }

    /// <summary>What is secret of it, each with a name for a person: of a file the values that are in it, and all of it only where these are not known.</summary>
    public IEnumerable<KeyValuePair<string, SecretValue>> SecretValues() => Variables.Select(v => KeyValuePair.Create(v.Key, SecretValue.Of(v.Value)))
        .Concat(Files.Where(f => f.Value.IsSecret).SelectMany(f => (f.Value.Secrets.IsDefaultOrEmpty ? [f.Value.Content] : f.Value.Secrets).Select(value => KeyValuePair.Create(f.Key, SecretValue.Of(value)))));

    public override string ToString() => "***";
}

/// <param name="Content">All of it.</param>
/// <param name="IsSecret">Whether a secret is in it.</param>
/// <param name="Variable">The variable that says where it is.</param>
public sealed record WireFile(byte[] Content, bool IsSecret, string? Variable)
{
    /// <summary>The values that are in it.</summary>
    public ImmutableArray<byte[]> Secrets { get; init; } = [];

    public override string ToString() => "***";
}

/// <summary>POST /v1/components/{environment}/{plan}/{component}/revisions/{number}/read-back: what its instances really got.</summary>
/// <param name="Key">Under which key the fingerprints are made.</param>
public sealed record ReadBackQuestion(byte[] Key)
{
    public override string ToString() => "***";
}

/// <summary>The answer to it.</summary>
public sealed record ReadBackList(ImmutableArray<InstanceConfiguration> Instances);

/// <summary>POST /v1/configurations/read: the same of many components of a plan.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Revisions">Which revision is asked for, by component.</param>
/// <param name="Key">Under which key the fingerprints are made.</param>
public sealed record ReadBackAllQuestion(string Environment, string Plan, IReadOnlyDictionary<string, int> Revisions, byte[] Key)
{
    public override string ToString() => "***";
}

/// <summary>The answer to it: each component that was asked for.</summary>
public sealed record ReadBackAllList(ImmutableArray<ComponentReadBack> Components);
