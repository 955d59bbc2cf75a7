using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text.Json;

namespace Lumina.Examples.Service;

/// <summary>The services that this one calls: each variable <c>LUMINA_&lt;NAME&gt;_URL</c> names one.</summary>
internal sealed class Dependencies(ImmutableSortedDictionary<string, Uri> addresses, ServiceLog log) : IDisposable
{
    private const string Prefix = "LUMINA_";
    private const string Suffix = "_URL";

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = 1 << 20,
    };

    private readonly ConcurrentDictionary<string, bool> _failing = new(StringComparer.Ordinal);

    public static Dependencies From(IDictionary environment, ServiceLog log)
    {
        var addresses = ImmutableSortedDictionary.CreateBuilder<string, Uri>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in environment)
        {
            if (variable is { Key: string name, Value: string value }
                && name.Length > Prefix.Length + Suffix.Length
                && name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Suffix, StringComparison.Ordinal)
                && Uri.TryCreate(value, UriKind.Absolute, out var address))
                addresses[name[Prefix.Length..^Suffix.Length].ToLowerInvariant()] = address;
        }

        return new Dependencies(addresses.ToImmutable(), log);
    }

    /// <summary>Asks all of them at once.</summary>
    /// <returns>Their answers by name, or the first failure in the order of the names.</returns>
    public async Task<(ImmutableSortedDictionary<string, JsonElement> Answers, string? Failure)> AskAsync(CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(addresses.Select(async dependency =>
            (dependency.Key, Result: await AskAsync(dependency.Key, dependency.Value, cancellationToken))));
        var failure = asked.Select(answer => answer.Result.Failure).FirstOrDefault(failure => failure is not null);
        return failure is null
            ? (asked.ToImmutableSortedDictionary(answer => answer.Key, answer => answer.Result.Answer, StringComparer.Ordinal), null)
            : (ImmutableSortedDictionary<string, JsonElement>.Empty, failure);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(JsonElement Answer, string? Failure)> AskAsync(string name, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(address, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return (default, Failed(name, $"{name} at {address} answers {(int)response.StatusCode}"));
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            Works(name);
            return (document.RootElement.Clone(), null);
        }
        catch (HttpRequestException problem)
        {
            return (default, Failed(name, $"{name} at {address} does not answer: {(problem.InnerException as SocketException ?? (Exception)problem).Message}"));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, Failed(name, $"{name} at {address} does not answer within {_http.Timeout.TotalSeconds:0}s"));
        }
        catch (JsonException)
        {
            return (default, Failed(name, $"{name} at {address} answers with something that is not JSON"));
        }
    }

    private string Failed(string name, string failure)
    {
        if (_failing.TryAdd(name, true))
            log.Write(failure);
        return failure;
    }

    private void Works(string name)
    {
        if (_failing.TryRemove(name, out _))
            log.Write($"{name} answers again");
    }
}
