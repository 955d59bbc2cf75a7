using Lumina.Language.Text;

namespace Lumina.Language.Editing;

/// <summary>A place where a name is written.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">The name.</param>
/// <param name="Span">Where it is, without quotes.</param>
/// <param name="IsDeclaration">Whether it is declared here.</param>
internal readonly record struct Occurrence(PlanSymbolKind Kind, string Name, TextSpan Span, bool IsDeclaration)
{
    /// <summary>The import that it is taken from; null when it is of this file or of all files.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Where the block begins that it belongs to; for variables and stages.</summary>
    public int Scope { get; init; }
}

/// <summary>What a token is to a reader.</summary>
internal enum TokenRole : byte
{
    Keyword,
    Name,
    Root,
    Member,
    Property,
    Kind,
    Type,
    Function,
    Truth,
    Word,
    Number,
    Text,
    Code,
    Sign,
}

/// <summary>A token with its role, and with what it names when it is a name.</summary>
internal readonly record struct RoleToken(TextSpan Span, TokenRole Role, PlanSymbolKind? Names = null, bool IsDeclaration = false)
{
    /// <summary>For a keyword, a property or a kind: the block that it stands in and the entry that it belongs to.</summary>
    public (string Block, string Word)? Entry { get; init; }
}
