using System.Text;
using System.Text.Json;
using Lumina.Api;
using Lumina.Language.Compilation;

namespace Lumina.Cli.Plans;

/// <summary>Reads <c>--param name=value</c>, and below that <c>--params FILE</c>.</summary>
internal static class Parameters
{
    private const int Limit = 4 * 1024 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <exception cref="CliException">One is not of its form, comes twice, or the file can't be read.</exception>
    public static IReadOnlyDictionary<string, GivenValue> Parse(IEnumerable<string> given, string? file, string currentDirectory)
    {
        var parameters = file is null ? new Dictionary<string, GivenValue>(StringComparer.Ordinal) : ReadFile(file, currentDirectory);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw CliException.BadCommandLine($"'{text}' is not a param.", "Write it as --param name=value");
            if (!seen.Add(text[..equals]))
                throw CliException.BadCommandLine($"The param '{text[..equals]}' is given twice.");
            parameters[text[..equals]] = new(text[(equals + 1)..]);
        }

        return parameters;
    }

    private static Dictionary<string, GivenValue> ReadFile(string file, string currentDirectory)
    {
        var path = Path.GetFullPath(file, currentDirectory);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Limit }) throw Unreadable(file, "it is larger than 4 MiB");
            var bytes = File.ReadAllBytes(path);
            var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            using var document = JsonDocument.Parse(bytes.AsMemory(mark), Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Unreadable(file, "it is not one JSON object");
            var parameters = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!parameters.TryAdd(property.Name, Of(property.Value, file, property.Name)))
                    throw Unreadable(file, $"it gives '{property.Name}' twice");
            }

            return parameters;
        }
        catch (JsonException wrong)
        {
            throw Unreadable(file, $"it is no JSON at line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // Noticed only when a text is taken out.
            throw Unreadable(file, "it has a text that is not UTF-8, or half of a surrogate pair");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(file, $"there is no {path}");
        }
        catch (UnauthorizedAccessException)
        {
            throw Unreadable(file, Directory.Exists(path) ? "it is a folder" : "permission denied");
        }
        catch (IOException unreadable)
        {
            throw Unreadable(file, unreadable.Message.TrimEnd('.'));
        }
    }

    private static GivenValue Of(JsonElement value, string file, string name) => value.ValueKind switch
    {
        JsonValueKind.String => new(value.GetString()!, GivenForm.JsonString, file),
        JsonValueKind.Number => new(value.GetRawText(), GivenForm.JsonNumber, file),
        JsonValueKind.True or JsonValueKind.False => new(value.GetRawText(), GivenForm.JsonBoolean, file),
        JsonValueKind.Array => new(value.GetRawText(), GivenForm.JsonArray, file),
        JsonValueKind.Object => new(value.GetRawText(), GivenForm.JsonObject, file),
        _ => throw Unreadable(file, $"'{name}' is null; leave it out to have its default"),
    };

    private static CliException Unreadable(string file, string why) => new(
        ExitCode.Wrong,
        new(ProblemCodes.FileUnreadable, $"The params in {file} can't be used: {why}.", "It is a JSON object such as {\"region\": \"eu\", \"replicas\": 2}"));
}
