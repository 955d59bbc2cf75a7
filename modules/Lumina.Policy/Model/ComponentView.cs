using Lumina.Language.Plans;

namespace Lumina.Policy.Model;

/// <summary>A component in this environment, with all overrides merged: the variable <c>component</c>.</summary>
public sealed record ComponentView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its own version, or else the plan's; null when neither says one.</summary>
    public string? Version { get; init; }

    /// <summary>Where it runs.</summary>
    public required TargetView Target { get; init; }

    /// <summary>Its image; null for a plain command.</summary>
    public ImageView? Image { get; init; }

    /// <summary>The program and its leading arguments; empty to run the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The port under which it is reached; null for one that listens to nothing.</summary>
    public int? Port { get; init; }

    /// <summary>Wanted instances; with <see cref="Scale"/> those to begin with.</summary>
    public int Replicas { get; init; }

    /// <summary>Environment variables, by name.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets in environment variables, sorted by their names, and behind them those in files, sorted by the files' paths. The values are in no input.</summary>
    public IReadOnlyList<SecretView> Secrets { get; init; } = [];

    /// <summary>Names of the components that it depends on, sorted.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>How its health is told; null when the plan doesn't say.</summary>
    public HealthView? Health { get; init; }

    /// <summary>How a new revision takes the place of the one that runs.</summary>
    public required StrategyView Strategy { get; init; }

    /// <summary>How it is taken back.</summary>
    public required RollbackView Rollback { get; init; }

    /// <summary>Between how many instances the number follows the load; null for a fixed number.</summary>
    public ScaleView? Scale { get; init; }

    /// <summary>What each instance may use; null for as much as there is.</summary>
    public ResourcesView? Resources { get; init; }

    /// <summary>How long an instance may take to stop before it is killed.</summary>
    public TimeSpan StopWithin { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>A container image's reference, in its parts.</summary>
public sealed record ImageView
{
    /// <summary>The whole reference, as the plan has it.</summary>
    public required string Text { get; init; }

    /// <summary>The registry's host: <c>ghcr.io</c>, <c>registry.example.com:5000</c>; <c>docker.io</c> when the reference names none.</summary>
    public required string Registry { get; init; }

    /// <summary>The image's name in its registry: <c>lumina/memory</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag; <c>latest</c> when the reference has neither a tag nor a digest, null when it has a digest alone.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest, <c>sha256:…</c>; null when the reference has none.</summary>
    public string? Digest { get; init; }

    /// <summary>Reads a reference as container engines do.</summary>
    public static ImageView Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text;
        string? digest = null, tag = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
            (rest, digest) = (rest[..at], rest[(at + 1)..]);
        // A colon before a slash belongs to the registry's port.
        if (rest.LastIndexOf(':') is >= 0 and var colon && rest.IndexOf('/', colon) < 0)
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
        var registry = "docker.io";
        if (rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && IsHost(rest[..slash]))
            (registry, rest) = (rest[..slash], rest[(slash + 1)..]);
        return new() { Text = text, Registry = registry, Repository = rest, Tag = tag ?? (digest is null ? "latest" : null), Digest = digest };
    }

    private static bool IsHost(string first) => first is "localhost" || first.AsSpan().ContainsAny('.', ':');

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>Where a secret is kept.</summary>
public sealed record SecretView
{
    /// <summary>The environment variable's name; the file's path for one in a file.</summary>
    public required string Name { get; init; }

    /// <summary><c>vault</c> or <c>sealed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For a vault: the entry's path. For a sealed secret: its name.</summary>
    public required string Path { get; init; }

    /// <summary>For a vault: the entry's key; null otherwise.</summary>
    public string? Key { get; init; }

    /// <summary>Which version, from 1; null for one that has none, or that nobody has looked up: <c>lumina policy check</c> asks no store.</summary>
    public int? Version { get; init; }

    /// <summary>Whether the plan asks for the newest, and <see cref="Version"/> is the one that is the newest now.</summary>
    public bool Newest { get; init; }

    /// <summary>Since when that version is there, UTC; null when that is not known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long it has been there: <c>secret.Age &gt; Days(90)</c>, which does not hold for one of which it is not known; null then.</summary>
    public TimeSpan? Age { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>How the health of an instance is told.</summary>
public sealed record HealthView
{
    /// <summary>By a request, a connection or a command.</summary>
    public required HealthKind Kind { get; init; }

    /// <summary>The path that is asked for; null when it is not told by requests.</summary>
    public string? Path { get; init; }

    /// <summary>The command; empty when it is not told by one.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>How often it is looked at.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>How long one look may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Successes in a row that make an instance healthy.</summary>
    public int HealthyAfter { get; init; }

    /// <summary>Failures in a row that make a healthy instance unhealthy.</summary>
    public int UnhealthyAfter { get; init; }

    /// <summary>How long a new instance may take to become healthy.</summary>
    public TimeSpan StartWithin { get; init; }
}

/// <summary>How a component is taken back.</summary>
public sealed record RollbackView
{
    /// <summary>Which components a failure takes back.</summary>
    public RollbackScope Scope { get; init; }

    /// <summary>How long taking it back may take.</summary>
    public TimeSpan Within { get; init; }

    /// <summary>How long the instances of the revision before are kept beside the new ones.</summary>
    public TimeSpan KeepPrevious { get; init; }
}

/// <summary>Between how many instances the number follows the load.</summary>
public sealed record ScaleView
{
    /// <summary>The fewest.</summary>
    public int Min { get; init; }

    /// <summary>The most.</summary>
    public int Max { get; init; }

    /// <summary>The use of processors that is aimed at, of what they may use.</summary>
    public Percent Cpu { get; init; }
}

/// <summary>What each instance may use.</summary>
public sealed record ResourcesView
{
    /// <summary>Processor cores: <c>500m</c> of a plan is 0.5; null for no limit.</summary>
    public decimal? Cpu { get; init; }

    /// <summary>Bytes; <c>MiB(512)</c> is 512 MiB in a condition; null for no limit.</summary>
    public long? Memory { get; init; }
}
