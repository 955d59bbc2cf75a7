using System.Text.Json.Nodes;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary>A request to the stand-in, read.</summary>
internal sealed record Asked(string Method, string Path, JsonObject Body, StandInToken? Token, string? TokenText, int? Version)
{
    public bool IsRead => Method == "GET";

    public bool IsWrite => Method is "POST" or "PUT";

    public string? Text(string name) => Body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A duration as Vault takes it: seconds, or <c>90s</c>.</summary>
    public TimeSpan? Time(string name) => TimeOf(Body[name]);

    public static TimeSpan? TimeOf(JsonNode? said) => said is not JsonValue value ? null
        : value.TryGetValue<int>(out var seconds) ? TimeSpan.FromSeconds(seconds)
        : value.TryGetValue<string>(out var text) && int.TryParse(text.TrimEnd('s'), out var given) ? TimeSpan.FromSeconds(given) : null;

    public string[] Texts(string name) => Body[name] switch
    {
        JsonArray list => [.. list.Select(item => item!.GetValue<string>())],
        JsonValue one => one.GetValue<string>().Split(','),
        _ => [],
    };
}

/// <summary>What it answers.</summary>
internal sealed record Answered(int Status, JsonObject? Body)
{
    public static Answered Nothing => new(204, null);

    public static Answered Errors(int status, params string[] errors) => new(status, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(e => (JsonNode)e)]) });

    public static Answered NotFound => Errors(404);

    public static Answered WrongMethod => Errors(405, "1 error occurred:\n\t* unsupported operation\n\n");

    public static Answered Forbidden => Errors(403, "1 error occurred:\n\t* permission denied\n\n");

    /// <summary>As all answers of engines are: with lease, data and auth, there or null.</summary>
    public static Answered Of(JsonObject? data, JsonObject? auth = null, string lease = "", int duration = 0, bool renewable = false, int status = 200) => new(status, new JsonObject
    {
        ["request_id"] = Guid.NewGuid().ToString(),
        ["lease_id"] = lease,
        ["renewable"] = renewable,
        ["lease_duration"] = duration,
        ["data"] = data,
        ["wrap_info"] = null,
        ["warnings"] = null,
        ["auth"] = auth,
    });
}
