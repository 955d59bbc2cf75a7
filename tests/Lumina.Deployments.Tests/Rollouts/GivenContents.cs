using System.Collections.Immutable;
using System.Text;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What a target was given for instances, as a driver keeps it; with ways to lose it, and to give instances something else.</summary>
internal sealed class GivenContents
{
    private readonly Dictionary<int, (RevisionSpec Revision, RevisionContents Contents)> _kept = [];

    /// <summary>Variables that instances have other than they were given; null for one that they have not.</summary>
    public Dictionary<string, string?> Instead { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether instances write over their variables.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>The value that instances of a revision have of a secret; null when they were given none.</summary>
    public string? ValueOf(int revision, string variable) => _kept.GetValueOrDefault(revision).Contents?.RevealVariables().GetValueOrDefault(variable)?.RevealText();

    public void Lose() => _kept.Clear();

    public TargetAnswer? Keep(RevisionSpec revision, RevisionContents contents)
    {
        if (ReferenceEquals(contents, RevisionContents.None) && _kept.ContainsKey(revision.Number))
            return null;
        if (!ReferenceEquals(contents, RevisionContents.None) || !revision.NeedsContents())
            _kept[revision.Number] = (revision, contents);
        return _kept.ContainsKey(revision.Number) ? null : TargetAnswer.Failed("it has not kept what they get");
    }

    public TargetAnswer? Start(RevisionSpec revision, int instances, RevisionContents contents)
    {
        if (instances == 0)
        {
            _kept.Remove(revision.Number);
            return null;
        }
        return Keep(revision, contents);
    }

    public ImmutableArray<InstanceConfiguration> Read(Observation seen, int revision, FingerprintKey key)
    {
        if (!_kept.TryGetValue(revision, out var given))
            return [];
        var variables = given.Revision.Spec.Config.Select(c => KeyValuePair.Create(c.Key, (string?)c.Value))
            .Concat(given.Contents.RevealVariables().Select(v => KeyValuePair.Create(v.Key, v.Value.RevealText())))
            .Select(v => KeyValuePair.Create(v.Key, Instead.TryGetValue(v.Key, out var other) ? other : v.Value))
            .Where(v => v.Value is not null)
            .ToImmutableSortedDictionary(v => v.Key, v => key.Of(Encoding.UTF8.GetBytes(v.Value!)), StringComparer.Ordinal);
        var files = given.Contents.RevealFiles().ToImmutableSortedDictionary(f => f.Key, f => key.Of(f.Value.Content.Reveal()), StringComparer.Ordinal);
        return
        [
            .. seen.Revisions.Where(r => r.Number == revision).SelectMany(r => r.Instances).Select(i =>
                new InstanceConfiguration(i.Id, revision, IsUnreadable ? null : variables, files, IsUnreadable ? "it has written over them" : null)),
        ];
    }
}
