namespace Lumina.Configuration.Reading;

/// <summary>How large a file of values, or a schema, may be.</summary>
internal static class Limits
{
    public const int Characters = 1024 * 1024;

    public const int Depth = 32;

    public const int Values = 10_000;

    public const string TooDeep = "More than 32 maps and lists are inside one another here.";

    public const string TooMany = "There are more than 10000 values, those behind aliases counted each time.";
}
