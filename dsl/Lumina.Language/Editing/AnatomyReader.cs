using System.Collections.Immutable;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>Reads tokens into an <see cref="Anatomy"/>, guided by the vocabulary. It reports nothing and accepts everything.</summary>
internal sealed partial class AnatomyReader(SourceText source, int marker, bool withTokens)
{
    private readonly ImmutableArray<RoleToken>.Builder _roles = ImmutableArray.CreateBuilder<RoleToken>();
    private readonly ImmutableArray<Occurrence>.Builder _occurrences = ImmutableArray.CreateBuilder<Occurrence>();
    private readonly ImmutableArray<Region>.Builder _regions = ImmutableArray.CreateBuilder<Region>();
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _imports = new(StringComparer.Ordinal);
    private List<SyntaxToken> _tokens = [];
    private Region? _region;
    private CaretContext? _caret;
    private int _at;

    /// <summary>Reads a piece of the text to its end.</summary>
    /// <param name="tokens">The last one is <see cref="TokenKind.EndOfBlock"/>.</param>
    public void Read(List<SyntaxToken> tokens)
    {
        (_tokens, _at, _region) = (tokens, 0, null);
        while (!AtEnd)
            ReadDeclaration();
    }

    public Anatomy ToAnatomy(ImmutableArray<TextSpan> pieces, ImmutableArray<TextSpan> comments) => new()
    {
        Tokens = _roles.DrainToImmutable(),
        Occurrences = Resolved(),
        Regions = _regions.ToImmutable(),
        Imports = _imports.ToImmutableDictionary(StringComparer.Ordinal),
        Comments = comments,
        Pieces = pieces,
        Caret = _caret,
    };

    /// <summary>What <c>a.b</c> is, is known only when all imports are: an import and what is taken from it, or a let and the key of a map.</summary>
    private ImmutableArray<Occurrence> Resolved()
    {
        if (_imports.Count == 0 && !_occurrences.Any(o => o.Qualifier is not null))
            return _occurrences.DrainToImmutable();
        var resolved = ImmutableArray.CreateBuilder<Occurrence>(_occurrences.Count);
        foreach (var occurrence in _occurrences)
        {
            if (occurrence is { Kind: PlanSymbolKind.Let, IsDeclaration: false, Qualifier: null } && _imports.ContainsKey(occurrence.Name))
                resolved.Add(occurrence with { Kind = PlanSymbolKind.Import });
            else if (occurrence.Qualifier is null || _imports.ContainsKey(occurrence.Qualifier))
                resolved.Add(occurrence);
        }
        return resolved.ToImmutable();
    }

    private bool AtEnd => Current.Kind == TokenKind.EndOfBlock;

    private SyntaxToken Current => _tokens[_at];

    private TokenKind Kind => _tokens[_at].Kind;

    private TokenKind NextKind => AtEnd ? TokenKind.EndOfBlock : _tokens[_at + 1].Kind;

    private bool IsMarker => Current.Kind == TokenKind.Identifier && Current.Start == marker;

    private bool IsNameToken => Kind is TokenKind.Identifier or TokenKind.NameWithHoles or TokenKind.String;

    private bool IsAtMargin => Current.Start == 0 || source.Text[Current.Start - 1] is '\n' or '\uFEFF';

    private string TextOf(SyntaxToken token) => NameAt(token.Span);

    /// <summary>A word of the text; each word once, for a large plan has few different ones.</summary>
    private string NameAt(TextSpan span)
    {
        var known = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(source.Slice(span), out var word))
            return word;
        word = source.ToString(span);
        _words.Add(word);
        return word;
    }

    private bool Is(string word) => Kind == TokenKind.Identifier && source.Slice(Current.Span).SequenceEqual(word);

    /// <summary>Goes on to the next token and says what this one was.</summary>
    private SyntaxToken Take(TokenRole role, PlanSymbolKind? names = null, bool isDeclaration = false, (string, string)? entry = null)
    {
        var token = Current;
        if (withTokens && !IsMarker)
            _roles.Add(new RoleToken(token.Span, role, names, isDeclaration) { Entry = entry });
        _at++;
        if (_region is not null)
            _region.End = Math.Max(_region.End, token.End);
        return token;
    }

    private bool TakeSign(TokenKind kind)
    {
        if (Kind != kind)
            return false;
        Take(TokenRole.Sign);
        return true;
    }

    private void NoteCaret(CaretPlace place, Func<CaretContext, CaretContext>? with = null)
    {
        if (!IsMarker || _caret is not null)
            return;
        var context = new CaretContext(place, _region) { IsAtMargin = IsAtMargin };
        _caret = with is null ? context : with(context);
    }

    /// <summary>A name that is declared here, or used. Quotes round it are a mistake that the grammar reports.</summary>
    private string TakeName(PlanSymbolKind kind, bool isDeclaration, string? qualifier = null, int scope = 0)
    {
        var span = Current.Span;
        if (Kind == TokenKind.String && span.Length >= 2)
            span = new TextSpan(span.Start + 1, span.End - 1);
        var name = NameAt(span);
        if (Kind == TokenKind.NameWithHoles)
            ReadHoles(Current);
        if (!IsMarker)
            _occurrences.Add(new Occurrence(kind, name, span, isDeclaration) { Qualifier = qualifier, Scope = scope });
        Take(TokenRole.Name, kind, isDeclaration);
        return name;
    }

    /// <summary>Whether a name follows: on the same line, and not the next property.</summary>
    private bool IsName => IsNameToken && (IsMarker || (!Current.FirstOnLine && NextKind != TokenKind.Equals));

    /// <summary>What is used in the holes of a name.</summary>
    private void ReadHoles(SyntaxToken name)
    {
        foreach (var piece in NameHoles.Read(source, name))
        {
            if (piece.Reference is not { } reference)
                continue;
            var names = reference.Names;
            if (names[^1].Start == marker)
                _caret ??= new CaretContext(names.Length == 1 ? CaretPlace.Value : CaretPlace.Member, _region) { Path = [.. names.SkipLast(1).Select(TextOf)] };
            else
                NoteHole(names);
        }
    }

    private void NoteHole(ImmutableArray<SyntaxToken> names)
    {
        var root = TextOf(names[0]);
        var scope = ScopeOf(root);
        if (scope >= 0)
            _occurrences.Add(new Occurrence(PlanSymbolKind.Variable, root, names[0].Span, false) { Scope = scope });
        else if (!IsRoot(root))
            _occurrences.Add(new Occurrence(PlanSymbolKind.Let, root, names[0].Span, false));
        if (names.Length > 1 && root == Words.Param)
            _occurrences.Add(new Occurrence(PlanSymbolKind.Param, TextOf(names[1]), names[1].Span, false));
        else if (names.Length > 1 && scope < 0 && !IsRoot(root))
            _occurrences.Add(new Occurrence(PlanSymbolKind.Let, TextOf(names[1]), names[1].Span, false) { Qualifier = root });
    }

    private void Open(Region region)
    {
        if (_region is null)
            _regions.Add(region);
        else
            _region.Add(region);
        _region = region;
    }

    private void Close()
    {
        var closed = _region!;
        _region = closed.Parent;
        if (_region is not null)
            _region.End = Math.Max(_region.End, closed.End);
    }

    /// <summary>What is between braces, up to the closing one.</summary>
    private void TakeBlock(Action entry)
    {
        var region = _region!;
        var start = Current.Start;
        Take(TokenRole.Sign);
        while (!AtEnd && Kind != TokenKind.CloseBrace)
        {
            var before = _at;
            entry();
            if (_at == before)
                Take(TokenRole.Sign);
        }
        region.Block = new TextSpan(start, Current.End);
        TakeSign(TokenKind.CloseBrace);
    }

    private static EntryRule? EntryOf(BlockRule? rule, string word) => rule is null || rule.IsOpen ? null : rule.Find(word);
}
