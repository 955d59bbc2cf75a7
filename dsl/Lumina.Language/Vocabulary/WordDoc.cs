namespace Lumina.Language.Vocabulary;

/// <summary>What a word of the language is for.</summary>
/// <param name="Text">A sentence or two.</param>
internal sealed record WordDoc(string Text)
{
    /// <summary>For a property: the type of its value.</summary>
    public string? Type { get; init; }

    /// <summary>For a property: what it is without being written.</summary>
    public string? Default { get; init; }
}
