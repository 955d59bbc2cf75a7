using System.Collections.Immutable;
using Lumina.Secrets;
using Lumina.Secrets.Redaction;
using Lumina.Targets.Process;

namespace Lumina.Agent.State;

/// <summary>What the instances of a revision get, as it is kept for starting them again.</summary>
/// <param name="Contents">All of it.</param>
/// <param name="Place">Names the folders of its files; other contents have other ones, so that nothing changes under a running instance.</param>
internal sealed record KeptContents(WireContents Contents, string Place)
{
    private const int MostFormer = 256;

    private Redactor? _redactor;

    /// <summary>Values that were given before under the same revision: instances that got them may print them still.</summary>
    public ImmutableArray<byte[]> Former { get; init; } = [];

    /// <summary>The same with the newer contents, which take effect with each instance's next start.</summary>
    public KeptContents With(WireContents newer, string place) => new(newer, place)
    {
        Former = [.. Former.Concat(Contents.SecretValues().Select(value => value.Value.Reveal().ToArray())).TakeLast(MostFormer)],
    };

    /// <summary>Whether anything of it must not be seen.</summary>
    public bool HasSecrets() => !Contents.Variables.IsEmpty || Contents.Files.Values.Any(file => file.IsSecret);

    /// <summary>Takes its values out of texts.</summary>
    public Redactor GetRedactor() => _redactor ??= Redactor.Of(
        Contents.SecretValues().Concat(Former.Select(value => KeyValuePair.Create("a former value", SecretValue.Of(value)))));

    public override string ToString() => "***";
}
