using System.Collections.Immutable;
using System.Text;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Targets.Simulated;

/// <summary>What the instances of one revision seem to have got. It is forgotten with the revision.</summary>
internal sealed class SimulatedConfiguration
{
    private readonly Dictionary<string, string> _injected = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, string> _config = ImmutableSortedDictionary<string, string>.Empty;
    private RevisionContents _contents = RevisionContents.None;

    /// <summary>No contents are no news: fewer may be wanted.</summary>
    public void Take(ComponentSpec spec, RevisionContents contents)
    {
        _config = spec.Config;
        if (!ReferenceEquals(contents, RevisionContents.None))
            _contents = contents;
    }

    public void Inject(string variable, string value) => _injected[variable] = value;

    public InstanceConfiguration Read(string instance, int revision, FingerprintKey key)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in _config.Concat(_injected))
            variables[name] = key.Of(Encoding.UTF8.GetBytes(value));
        foreach (var (name, value) in _contents.RevealVariables().Where(v => !_injected.ContainsKey(v.Key)))
            variables[name] = key.Of(value.Reveal());
        return new InstanceConfiguration(
            instance, revision, variables.ToImmutable(),
            _contents.RevealFiles().ToImmutableSortedDictionary(f => f.Key, f => key.Of(f.Value.Content.Reveal()), StringComparer.Ordinal), null);
    }
}
