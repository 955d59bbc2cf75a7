using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>A declaration or a section with its block, as far as it can be made out.</summary>
internal sealed class Region(string word, SyntaxToken keyword, Region? parent)
{
    private List<Region>? _children;
    private HashSet<string>? _words;

    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public Region? Parent => parent;

    public IReadOnlyList<Region> Children => _children ?? [];

    /// <summary>What its block may contain; null when that isn't known.</summary>
    public BlockRule? Rule { get; set; }

    /// <summary>What it declares; null for a section.</summary>
    public PlanSymbolKind? Declares { get; set; }

    /// <summary>Its name or its labels, as written.</summary>
    public string Label { get; set; } = "";

    /// <summary>Where <see cref="Label"/> is; the keyword when it has none.</summary>
    public TextSpan LabelSpan { get; set; } = keyword.Span;

    /// <summary>What is declared, in short: the type of a param, the template of a component.</summary>
    public string Detail { get; set; } = "";

    /// <summary>From the opening to the closing brace; to where it ends in fact when that is missing. Null without a block.</summary>
    public TextSpan? Block { get; set; }

    /// <summary>Where it ends.</summary>
    public int End { get; set; } = keyword.End;

    /// <summary>The words that its block has already; gathered only when something is to be proposed for it.</summary>
    public HashSet<string> Words => _words ??= new(StringComparer.Ordinal);

    /// <summary>For a <c>for</c>: what it counts with.</summary>
    public ImmutableArray<string> Variables { get; set; } = [];

    public void Add(Region child) => (_children ??= []).Add(child);

    /// <summary>Whether it is, or is inside of, such a region.</summary>
    public bool IsInside(string outer) => word == outer || parent?.IsInside(outer) == true;
}
