using System.Globalization;
using System.Text.Json;

namespace Lumina.Analysis.Sources;

/// <summary>A number in a JSON document that a server gives.</summary>
internal sealed class JsonSource(BoundedHttp http)
{
    public async Task<Sample> ReadAsync(string url, string path, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return Sample.Failed($"'{url}' is no address");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new("application/json"));
        var answer = await http.SendAsync(request, cancellationToken);
        if (answer.Problem is not null || answer.Status is not { } status)
            return Sample.Failed($"{url}: {answer.Problem}");
        if ((int)status is < 200 or > 299)
            return Sample.Failed($"{url}: HTTP {(int)status} {answer.Beginning}".TrimEnd());
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return NumberAt(document.RootElement, url, path);
        }
        catch (JsonException)
        {
            return Sample.Failed($"{url} answers no JSON: {answer.Beginning}");
        }
        catch (FormatException e)
        {
            return Sample.Failed(e.Message);
        }
    }

    private static Sample NumberAt(JsonElement document, string url, string path) => JsonPath.Find(document, path) switch
    {
        null or { ValueKind: JsonValueKind.Null } => Sample.Nothing($"{url} has nothing at {path}"),
        { ValueKind: JsonValueKind.Number } number => Sample.Of(number.GetDouble()),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Sample.Of(number),
        { } other => Sample.Failed($"{url} has no number at {path}: {HttpText.OneLine(other.GetRawText())}"),
    };
}
