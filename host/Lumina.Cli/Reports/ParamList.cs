using System.Collections.Immutable;
using Lumina.Cli.Surroundings;
using Lumina.Language.Compilation;

namespace Lumina.Cli.Reports;

/// <summary>Params as people read them: a line each, and below it what there is to know.</summary>
internal static class ParamList
{
    /// <summary>The language's catalogue has it as <c>param-without-value</c>.</summary>
    public const string MissingCode = "LUM2012";

    private const int Indent = 4;

    public static void Print(Screen screen, string file, ImmutableArray<ParamInfo> found)
    {
        if (found.IsEmpty)
        {
            screen.Report($"{file} has no params.");
            return;
        }

        var width = found.Max(param => param.Name.Length + param.Type.Length) + 3;
        foreach (var param in found)
        {
            var head = $"{param.Name} : {param.Type}".PadRight(width);
            var value = param.IsMissing ? "is missing" : $"= {param.Value ?? "?"}{OriginOf(param)}";
            screen.Result($"{head}  {value}", param.IsMissing ? Tone.Bad : Tone.Strong);
            if (param.Description is { } description) Below(screen, description);
            if (Limits(param) is { Length: > 0 } limits) Below(screen, limits);
        }

        var missing = found.Where(param => param.IsMissing).Select(param => param.Name).ToList();
        if (missing.Count > 0)
            screen.Report($"Missing: {string.Join(", ", missing)}. Give them with --param {missing[0]}=VALUE, --params FILE or LUMINA_PARAM_{missing[0]}.", Tone.Bad);
    }

    private static void Below(Screen screen, string text)
    {
        foreach (var line in Wrap.Lines(text, screen.Width - Indent)) screen.Result(new string(' ', Indent) + line, Tone.Faint);
    }

    private static string OriginOf(ParamInfo param) => param.Origin switch
    {
        null => "",
        "default" => "  (default)",
        var origin when param.Default is { } fallback => $"  ({origin}; default {fallback})",
        var origin => $"  ({origin})",
    };

    private static string Limits(ParamInfo param)
    {
        var parts = new List<string>();
        if (!param.Allowed.IsEmpty) parts.Add("one of " + string.Join(", ", param.Allowed));
        if (param.Min is not null && param.Max is not null) parts.Add($"from {param.Min} to {param.Max}");
        else if (param.Min is not null) parts.Add($"at least {param.Min}");
        else if (param.Max is not null) parts.Add($"at most {param.Max}");
        return string.Join("; ", parts);
    }
}
