using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>Where a value comes from, in a few words: <c>in production (lumina.deploy:60), param.version (--param)</c>.</summary>
internal static class OriginText
{
    public static string Of(ValueOrigin origin) => string.Join(", ", PartsOf(origin));

    /// <summary>The place, and each param.</summary>
    public static IReadOnlyList<string> PartsOf(ValueOrigin origin)
    {
        if (origin.File is null) return ["default"];
        var place = $"{origin.File}:{origin.Line}";
        var said = (origin.Environment, origin.Template) switch
        {
            (null, null) => place,
            ({ } environment, null) => $"in {environment} ({place})",
            (null, { } template) => $"template {template} ({place})",
            var (environment, template) => $"template {template}, in {environment} ({place})",
        };
        return [said, .. origin.Params.Select(Text)];
    }

    private static string Text(ParamOrigin param) => $"param.{param.Name} ({param.Source})";
}
