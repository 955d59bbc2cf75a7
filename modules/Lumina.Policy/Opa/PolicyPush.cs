using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Lumina.Policy.Opa;

/// <summary>A Rego file that is to be pushed.</summary>
/// <param name="Path">Relative to the folder, with <c>/</c>.</param>
/// <param name="Text">Its text.</param>
public sealed record PolicyFile(string Path, string Text);

/// <summary>What a push came to.</summary>
/// <param name="Added">Files that were not there before.</param>
/// <param name="Changed">Files whose text was another one.</param>
/// <param name="Removed">Policies that are no longer there.</param>
/// <param name="Unchanged">Files that were there already.</param>
/// <param name="Revision">The digest of all files; the decisions that are made of them carry it.</param>
public sealed record PushOutcome(int Added, int Changed, int Removed, int Unchanged, string Revision)
{
    /// <summary>Whether a file is of the package that the host asks for; otherwise every decision is undefined, and so a denial.</summary>
    public bool HasDecision { get; init; } = true;

    /// <summary>Why it failed; null when it didn't. What was there before is there again, unless it is <see cref="OpaCodes.NotTakenBack"/>.</summary>
    public OpaFailure? Failure { get; init; }
}

/// <summary>Brings the policies of an OPA under one prefix to what a folder has: all of it, or nothing.</summary>
/// <param name="client">Of the OPA.</param>
/// <param name="prefix">What ids begin with; policies under others are left alone.</param>
/// <param name="decision">The path of the decision that hosts ask for.</param>
public sealed partial class PolicyPush(OpaClient client, string prefix, string decision)
{
    /// <summary>Pushes. OPA takes policies one by one, so that meanwhile it decides by some of them.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and taken back.</exception>
    public async Task<PushOutcome> PushAsync(IReadOnlyCollection<PolicyFile> files, CancellationToken cancellationToken)
    {
        var revision = RevisionOf(files);
        var (there, unreadable) = await client.PoliciesAsync(cancellationToken);
        if (unreadable is not null)
            return new(0, 0, 0, 0, revision) { Failure = unreadable };
        var ours = there.Where(p => p.Key.StartsWith(prefix + "/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var wanted = files.ToDictionary(f => $"{prefix}/{f.Path}", f => f.Text, StringComparer.Ordinal);
        var package = decision.Replace('/', '.');
        var hasDecision = wanted.Values.Any(text => PackageLine().Matches(text).Any(m => m.Groups["name"].Value == package));
        var outcome = new PushOutcome(
            wanted.Keys.Count(id => !ours.ContainsKey(id)), wanted.Count(w => ours.TryGetValue(w.Key, out var text) && text != w.Value),
            ours.Keys.Count(id => !wanted.ContainsKey(id) && id != RevisionId), wanted.Count(w => ours.TryGetValue(w.Key, out var text) && text == w.Value), revision)
        { HasDecision = hasDecision };
        if (hasDecision)
            wanted[RevisionId] = $"package {package}\n\n# Written by lumina policy push: decisions name it.\nlumina_revision contains \"{revision}\"\n";

        var steps = new PolicySteps(client, prefix);
        return await steps.GoAsync(Changes(ours, wanted), cancellationToken) is { } failure ? outcome with { Failure = failure } : outcome;
    }

    /// <summary>Not a name that a file can have: such a policy is no file's.</summary>
    private string RevisionId => prefix + "/~revision";

    /// <summary>What is new or other, and after that what goes.</summary>
    private static IEnumerable<PolicyStep> Changes(Dictionary<string, string> ours, Dictionary<string, string> wanted) =>
        wanted.Where(w => ours.GetValueOrDefault(w.Key) != w.Value).OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => new PolicyStep(w.Key, ours.GetValueOrDefault(w.Key), w.Value))
            .Concat(ours.Where(o => !wanted.ContainsKey(o.Key)).OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => new PolicyStep(o.Key, o.Value, null)));

    private static string RevisionOf(IEnumerable<PolicyFile> files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
            digest.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\n{Encoding.UTF8.GetByteCount(file.Text)}\n{file.Text}"));
        return "sha256:" + Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    [GeneratedRegex(@"^[ \t]*package[ \t]+(?<name>[A-Za-z0-9_.]+)", RegexOptions.Multiline)]
    private static partial Regex PackageLine();
}
