using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary>A mounted engine.</summary>
internal interface IStandInEngine
{
    string Type { get; }

    /// <summary>The version of a KV engine; null for others.</summary>
    string? Version { get; }

    Answered Answer(Asked asked, string path);
}

/// <summary>KV, version 1.</summary>
internal sealed class PlainEngine : IStandInEngine
{
    private readonly ConcurrentDictionary<string, JsonObject> _values = new();

    public string Type => "kv";

    public string? Version => "1";

    public Answered Answer(Asked asked, string path)
    {
        if (asked.IsRead)
            return _values.TryGetValue(path, out var found) ? Answered.Of((JsonObject)found.DeepClone(), duration: 2764800) : Answered.NotFound;
        if (!asked.IsWrite)
            return Answered.WrongMethod;
        if (asked.Body.Count == 0)
            return Answered.Errors(400, "missing data fields");
        _values[path] = (JsonObject)asked.Body.DeepClone();
        return Answered.Nothing;
    }
}

/// <summary>KV, version 2.</summary>
internal sealed class VersionedEngine : IStandInEngine
{
    private readonly ConcurrentDictionary<string, List<Kept>> _secrets = new();

    public string Type => "kv";

    public string? Version => "2";

    public Answered Answer(Asked asked, string path)
    {
        var (kind, name) = path.Split('/', 2) is [var first, var rest] ? (first, rest) : (path, "");
        var versions = _secrets.GetValueOrDefault(name);
        return (kind, asked.IsRead, asked.IsWrite) switch
        {
            _ when name.Length == 0 => Answered.NotFound,
            ("data", true, _) => Read(versions, asked.Version),
            ("data", _, true) => Write(name, asked),
            ("metadata", true, _) => versions is null ? Answered.NotFound : Metadata(versions),
            ("delete" or "undelete" or "destroy", _, true) => Change(kind, versions, asked),
            ("data" or "metadata" or "delete" or "undelete" or "destroy", _, _) => Answered.WrongMethod,
            // What `vault kv get` avoids: the path without data/ in it.
            _ => Answered.Errors(404, "no handler for route"),
        };
    }

    private static Answered Read(List<Kept>? versions, int? version)
    {
        if (versions is null || version > versions.Count)
            return Answered.NotFound;
        var number = version is null or 0 ? versions.Count : version.Value;
        var kept = versions[number - 1];
        var metadata = kept.Metadata;
        metadata["version"] = number;
        metadata["custom_metadata"] = null;
        return Answered.Of(
            new JsonObject { ["data"] = kept.IsGone ? null : kept.Values.DeepClone(), ["metadata"] = metadata }, status: kept.IsGone ? 404 : 200);
    }

    private Answered Write(string name, Asked asked)
    {
        if (asked.Body["data"] is not JsonObject data)
            return Answered.Errors(400, "no data provided");
        var versions = _secrets.GetOrAdd(name, _ => []);
        lock (versions)
        {
            versions.Add(new Kept((JsonObject)data.DeepClone()));
            var metadata = versions[^1].Metadata;
            metadata["version"] = versions.Count;
            return Answered.Of(metadata);
        }
    }

    private static Answered Metadata(List<Kept> versions)
    {
        var all = new JsonObject();
        for (var i = 0; i < versions.Count; i++)
            all[(i + 1).ToString(CultureInfo.InvariantCulture)] = versions[i].Metadata;
        return Answered.Of(new JsonObject { ["current_version"] = versions.Count, ["oldest_version"] = 0, ["max_versions"] = 0, ["versions"] = all });
    }

    private static Answered Change(string kind, List<Kept>? versions, Asked asked)
    {
        if (asked.Body["versions"] is not JsonArray numbers)
            return Answered.Errors(400, "No version number provided");
        foreach (var kept in numbers.Select(number => versions?.ElementAtOrDefault(int.Parse(number!.ToString(), CultureInfo.InvariantCulture) - 1)).OfType<Kept>())
        {
            kept.IsDestroyed |= kind == "destroy";
            kept.DeletedAt = kind switch
            {
                "delete" => TimeProvider.System.GetUtcNow(),
                "undelete" => null,
                _ => kept.DeletedAt,
            };
        }

        return Answered.Nothing;
    }

    private sealed class Kept(JsonObject values)
    {
        private readonly DateTimeOffset _created = TimeProvider.System.GetUtcNow();

        public JsonObject Values { get; } = values;

        public DateTimeOffset? DeletedAt { get; set; }

        public bool IsDestroyed { get; set; }

        public bool IsGone => IsDestroyed || DeletedAt is not null;

        // With nanoseconds, as Go writes them.
        public JsonObject Metadata => new()
        {
            ["created_time"] = _created.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "89Z",
            ["deletion_time"] = DeletedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) ?? "",
            ["destroyed"] = IsDestroyed,
        };
    }
}

/// <summary>An engine that makes a user and a password for whoever asks, on a lease: <c>creds/NAME</c>.</summary>
internal sealed class LendingEngine(StandInLeases leases, string mount, TimeSpan duration, TimeSpan longest, Func<string> password) : IStandInEngine
{
    public string Type => "database";

    public string? Version => null;

    public Answered Answer(Asked asked, string path)
    {
        if (!path.StartsWith("creds/", StringComparison.Ordinal))
            return Answered.NotFound;
        if (!asked.IsRead)
            return Answered.WrongMethod;
        var id = leases.Lend($"{mount}/{path}", duration, longest);
        return Answered.Of(
            new JsonObject { ["username"] = StandInTokens.Fresh("v-app-"), ["password"] = password() }, lease: id, duration: (int)duration.TotalSeconds, renewable: true);
    }
}

/// <summary>Leases, each of the duration that its engine lends for, and renewed up to the engine's longest.</summary>
internal sealed class StandInLeases
{
    private readonly ConcurrentDictionary<string, Lease> _leases = new();
    private readonly ConcurrentQueue<string> _givenBack = new();

    /// <summary>All that were lent and not given back.</summary>
    public IEnumerable<string> Lent => _leases.Keys;

    /// <summary>Those that were renewed at least once, and not given back.</summary>
    public IEnumerable<string> Renewed => _leases.Where(lease => lease.Value.IsRenewed).Select(lease => lease.Key);

    /// <summary>Those that were given back while they were good.</summary>
    public IEnumerable<string> GivenBack => _givenBack;

    public string Lend(string path, TimeSpan duration, TimeSpan longest)
    {
        var (id, now) = ($"{path}/{StandInTokens.Fresh("")}", TimeProvider.System.GetUtcNow());
        _leases[id] = new Lease(duration, now + longest, now + duration, false);
        return id;
    }

    public Answered Renew(Asked asked)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (asked.Text("lease_id") is not { Length: > 0 } id)
            return Answered.Errors(400, "lease_id must be specified");
        if (!_leases.TryGetValue(id, out var lease) || lease.Ends <= now)
            return Answered.Errors(400, "lease not found");
        var ends = now + lease.Duration < lease.Last ? now + lease.Duration : lease.Last;
        _leases[id] = lease with { Ends = ends, IsRenewed = true };
        return Answered.Of(null, lease: id, duration: Math.Max(0, (int)(ends - now).TotalSeconds), renewable: true);
    }

    public Answered Revoke(Asked asked)
    {
        if (asked.Text("lease_id") is not { Length: > 0 } id)
            return Answered.Errors(400, "lease_id must be specified");
        if (_leases.TryRemove(id, out var lease) && lease.Ends > TimeProvider.System.GetUtcNow())
            _givenBack.Enqueue(id);
        return Answered.Nothing;
    }

    public Answered LookUp(Asked asked) => asked.Text("lease_id") is { } id && _leases.TryGetValue(id, out var lease) && lease.Ends > TimeProvider.System.GetUtcNow()
        ? Answered.Of(new JsonObject { ["id"] = id, ["ttl"] = (int)(lease.Ends - TimeProvider.System.GetUtcNow()).TotalSeconds })
        : Answered.Errors(400, "invalid lease");

    private sealed record Lease(TimeSpan Duration, DateTimeOffset Last, DateTimeOffset Ends, bool IsRenewed);
}
