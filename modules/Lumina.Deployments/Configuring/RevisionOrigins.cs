using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lumina.Deployments.Records;
using Lumina.Journal;

namespace Lumina.Deployments.Configuring;

/// <summary>
/// Where the variables and files of a plan's components are written: a document beside the plan's, which a deployment names. It is no part of the plan nor
/// of its changes: a line that moved changes nothing, and a saved plan stays what was looked at.
/// </summary>
public static class OriginsJson
{
    public const string DocumentKind = "origins";

    /// <param name="origins">By component: <c>config NAME</c>, <c>secret NAME</c> or <c>file PATH</c>, and <c>file:line</c>.</param>
    public static byte[] Write(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> origins) =>
        JsonSerializer.SerializeToUtf8Bytes(origins, OriginsJsonContext.Default.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString);

    /// <exception cref="JsonException">It is no such document.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, OriginsJsonContext.Default.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString) ?? throw new JsonException("null is no origins");
}

/// <summary>Reads them, once for a deployment on each silo.</summary>
internal sealed class RevisionOrigins(IJournal journal, IDocumentStore documents)
{
    private const int RememberedDeployments = 32;

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>?>>> _known = new(StringComparer.Ordinal);

    /// <returns>Null where the deployment does not know: it takes something back, or an older program has begun it.</returns>
    public async Task<IReadOnlyDictionary<string, string>?> OfAsync(string deployment, string component, CancellationToken cancellationToken)
    {
        if (_known.Count >= RememberedDeployments && !_known.ContainsKey(deployment))
            _known.Clear();
        var reading = _known.GetOrAdd(deployment, id => new(() => Task.Run(() => ReadAsync(id))));
        try
        {
            return (await reading.Value.WaitAsync(cancellationToken))?.GetValueOrDefault(component);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            _known.TryRemove(KeyValuePair.Create(deployment, reading));
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>?> ReadAsync(string deployment)
    {
        var head = await journal.ReadHeadAsync(deployment);
        return head.Sequence > 0 && DeploymentStreams.ReadDeployment(head).Intent.Origins is { } digest && await documents.GetAsync(digest) is { } document
            ? OriginsJson.Read(document.Span)
            : null;
    }
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>))]
internal sealed partial class OriginsJsonContext : JsonSerializerContext;
