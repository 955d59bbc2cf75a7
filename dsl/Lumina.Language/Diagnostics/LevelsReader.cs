using System.Text;
using System.Text.Json;
using Lumina.Language.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>Reads one <c>lumina.json</c>.</summary>
internal sealed class LevelsReader(string file, string text)
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly string[] Settings = ["findings", "$schema"];

    private const int MostProblems = 100;

    private readonly SourceText _source = new(file, text);
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
    private readonly Dictionary<string, FindingLevel> _levels = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _problems = [];

    public LevelsFile Read()
    {
        var json = new Utf8JsonReader(_bytes, Lenient);
        try
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                ReadSettings(ref json);
            else
                Report(PlaceOf(json), at => LevelFindings.Unreadable(at, "Expected an object: { \"findings\": { … } }."));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            var at = (int)json.BytesConsumed;
            Report((at, at), place => LevelFindings.Unreadable(place, "This is no JSON: " + Reason(broken)));
        }
        return new(FindingLevels.With(_levels), [.. _problems.OrderBy(p => p.Location.Start)]);
    }

    private void ReadSettings(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (name, at) = (json.GetString() ?? "", PlaceOf(json));
            json.Read();
            if (name == "findings" && json.TokenType == JsonTokenType.StartObject)
            {
                ReadFindings(ref json);
                continue;
            }
            if (name == "findings")
                Report(PlaceOf(json), place => LevelFindings.Unreadable(place, "Expected an object with a level for each finding: { \"unused-let\": \"off\" }."));
            else if (name != "$schema")
                Report(at, place => LevelFindings.UnknownSetting(place, "setting", Shown(name), Suggestion.Nearest(name, Settings)));
            json.Skip();
        }
        json.Read();
    }

    private void ReadFindings(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (name, at) = (json.GetString() ?? "", PlaceOf(json));
            json.Read();
            var entry = DiagnosticCatalogue.FindByCodeOrName(name);
            if (entry is null)
                Report(at, place => LevelFindings.UnknownSetting(place, "finding", Shown(name), DiagnosticCatalogue.Nearest(name)));
            else if (ReadLevel(ref json) is { } level)
                Set(entry, level, at);
            json.Skip();
        }
    }

    private FindingLevel? ReadLevel(ref Utf8JsonReader json)
    {
        var written = json.TokenType == JsonTokenType.String ? json.GetString() ?? "" : "";
        var index = FindingLevels.Names.IndexOf(written);
        if (index >= 0)
            return (FindingLevel)index;
        Report(PlaceOf(json), place => LevelFindings.UnknownLevel(place, Shown(text.Substring(place.Start, place.Length)), Near(written)));
        return null;
    }

    private void Set(DiagnosticEntry entry, FindingLevel level, (int Start, int End) at)
    {
        if (!entry.CanBeChanged && level != entry.DefaultLevel)
            Report(at, place => LevelFindings.FixedLevel(place, entry));
        else if (!_levels.TryAdd(entry.Code, level))
            Report(at, place => LevelFindings.RepeatedSetting(place, entry));
        _levels[entry.Code] = level;
    }

    private static string? Near(string written) => written.ToLowerInvariant() switch
    {
        "warn" => "warning",
        "err" or "fatal" => "error",
        "none" or "ignore" or "silent" or "false" => "off",
        "note" or "hint" or "information" => "info",
        var other => Suggestion.Nearest(other, FindingLevels.Names),
    };

    private static string Shown(string written) => written.Length <= 40 ? written : written[..40] + "…";

    /// <summary>Where a token stands, in bytes. Of a property's name the reader has also read the colon.</summary>
    private static (int Start, int End) PlaceOf(Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        var quotes = json.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? 2 : 0;
        return (start, start + json.ValueSpan.Length + quotes);
    }

    private void Report((int Start, int End) at, Func<SourceLocation, Diagnostic> finding)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(finding(_source.Locate(new TextSpan(OffsetOf(at.Start), OffsetOf(at.End)))));
    }

    private int OffsetOf(int byteOffset) => Encoding.UTF8.GetCharCount(_bytes.AsSpan(0, byteOffset));

    /// <summary>The reader's sentence without the place that it adds, which counts bytes from 0.</summary>
    private static string Reason(Exception broken) => broken.Message.Split(" LineNumber:")[0].TrimEnd('.') + ".";
}
