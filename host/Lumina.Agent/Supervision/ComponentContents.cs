using System.Security.Cryptography;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Processes;
using Lumina.Secrets.Redaction;
using Lumina.Targets.Process;

namespace Lumina.Agent.Supervision;

/// <summary>
/// What the instances of a component's revisions get beside what is in their specification. It is kept, encrypted, as long as there may be instances to start,
/// and forgotten then. All of it runs under the component's lock.
/// </summary>
internal sealed class ComponentContents(AgentContext agent, ComponentKey component, ComponentStore store)
{
    private readonly ContentsStore _kept = new(agent.Folder, agent.SealingKey, component);
    private readonly Dictionary<int, (KeptContents? Contents, string? Problem)> _known = [];

    public RevisionFiles Files { get; } = new(store, agent.Memory, component);

    /// <summary>Why a revision can't be started with what is given; null when it can.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="given">What comes with the command; null for what is kept of it.</param>
    public string? Check(RevisionSpec revision, WireContents? given)
    {
        var spec = revision.Spec;
        if (given is null && (spec.Secrets.Count > 0 || spec.Files.Count > 0) && Look(revision.Number) is { Contents: null } known)
            return known.Problem ?? $"revision {revision.Number} has secrets or files, and the agent was not given them";
        if ((given ?? Look(revision.Number).Contents?.Contents) is not { } contents)
            return null;
        if (spec.Secrets.Keys.FirstOrDefault(name => !contents.Variables.ContainsKey(name)) is { } missing)
            return $"the value of {missing} was not given to the agent";
        if (spec.Files.Keys.FirstOrDefault(path => !contents.Files.ContainsKey(path)) is { } lost)
            return $"the file '{lost}' was not given to the agent";
        if (contents.Files.Keys.Select(RevisionFiles.Check).FirstOrDefault(problem => problem is not null) is { } problem)
            return problem;
        if (contents.Files.Values.Any(file => file.IsSecret) && agent.Memory.Check() is { } nowhere)
            return nowhere;
        if (contents.Variables.Keys.Concat(contents.Files.Values.Select(file => file.Variable).OfType<string>()).FirstOrDefault(IsNoName) is { } wrong)
            return $"'{wrong}' is no name of a variable";
        return contents.Variables.FirstOrDefault(variable => !IsText(variable.Value)).Key is { } binary
            ? $"the value of {binary} is no text without zero bytes, which a variable has to be; give it as a file"
            : null;
    }

    /// <summary>Keeps what came with a command. It is on disk afterwards.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Keep(int revision, WireContents? given)
    {
        if (given is null)
            return;
        var before = Look(revision).Contents;
        if (before is not null && IsSame(before.Contents, given))
            return;
        var place = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var next = before?.With(given, place) ?? new KeptContents(given, place);
        _kept.Write(revision, next);
        _known[revision] = (next, null);
    }

    /// <summary>The values of a revision that are too short to be taken out of what is printed, as a sentence; null when none is.</summary>
    public static string? SayTooShort(WireContents? given) =>
        given?.SecretValues().Where(value => Redactor.IsTooShort(value.Value)).Select(value => value.Key).Distinct().ToList() is { Count: > 0 } names
            ? $"too short to be taken out of logs (under {Redactor.ShortestValue} characters): {string.Join(", ", names)}"
            : null;

    /// <summary>What a new instance of a revision gets, with its files in their places; null when there is nothing.</summary>
    /// <exception cref="SpawnException">It can't be had; the message says why.</exception>
    public Delivery? Deliver(RevisionSpec revision)
    {
        if (Check(revision, null) is { } problem)
            throw new SpawnException(problem);
        if (Look(revision.Number).Contents is not { } contents)
            return null;
        try
        {
            var (plain, secret) = Files.Write(revision.Number, contents);
            return new Delivery(contents, plain, secret);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpawnException($"its files could not be written: {e.Message}");
        }
    }

    /// <summary>Takes the values of a revision out of texts.</summary>
    public Redactor RedactorOf(int revision) => Look(revision).Contents?.GetRedactor() ?? Redactor.None;

    public KeptContents? Find(int revision) => Look(revision).Contents;

    /// <summary>Whether what instances of a revision print goes through a writer that takes values out of it: also when these can't be read any more.</summary>
    public bool HasSecrets(int revision) => Look(revision) is var (contents, problem) && (problem is not null || contents?.HasSecrets() == true);

    /// <summary>Forgets all revisions but these.</summary>
    /// <returns>Whether it could.</returns>
    public bool Forget(IReadOnlySet<int> except)
    {
        try
        {
            foreach (var revision in _kept.FindAll().Where(revision => !except.Contains(revision)))
            {
                _kept.Delete(revision);
                _known.Remove(revision);
            }

            Files.Forget(except);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again with the component's next step.
            agent.Logger.Unexpected(e, $"Forgetting what {component} was given");
            return false;
        }
    }

    private (KeptContents? Contents, string? Problem) Look(int revision)
    {
        if (_known.TryGetValue(revision, out var known))
            return known;
        try
        {
            known = (_kept.Read(revision), null);
        }
        catch (InvalidDataException e)
        {
            agent.Logger.StateDamaged(e.Message);
            known = (null, e.Message);
        }

        // Nothing is no news: what is kept comes through here.
        if (known != default)
            _known[revision] = known;
        return known;
    }

    private static bool IsNoName(string name) => name.Length == 0 || name.AsSpan().ContainsAny('=', '\0');

    private static bool IsText(byte[] value) => !value.AsSpan().Contains((byte)0) && System.Text.Unicode.Utf8.IsValid(value);

    private static bool IsSame(WireContents one, WireContents other) =>
        one.Variables.Count == other.Variables.Count && one.Files.Count == other.Files.Count
        && one.Variables.All(v => other.Variables.TryGetValue(v.Key, out var value) && CryptographicOperations.FixedTimeEquals(v.Value, value))
        && one.Files.All(f => other.Files.TryGetValue(f.Key, out var file) && (f.Value.IsSecret, f.Value.Variable) == (file.IsSecret, file.Variable)
            && CryptographicOperations.FixedTimeEquals(f.Value.Content, file.Content));
}

/// <summary>What a new instance gets.</summary>
/// <param name="Contents">All of it.</param>
/// <param name="PlainFolder">Where its plain files are.</param>
/// <param name="SecretFolder">Where its secret ones are.</param>
internal sealed record Delivery(KeptContents Contents, string? PlainFolder, string? SecretFolder)
{
    public override string ToString() => "***";
}
