namespace Lumina.Language.Editing;

/// <summary>Kinds of names, in words.</summary>
internal static class Wording
{
    public static string Of(PlanSymbolKind kind) => kind switch
    {
        PlanSymbolKind.Import => "import",
        PlanSymbolKind.Variable => "loop variable",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
