using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What stands at the top level, and in a <c>for</c>.</summary>
internal sealed partial class AnatomyReader
{
    private const string From = "from", As = "as", In = "in";

    private void ReadDeclaration()
    {
        if (Kind != TokenKind.Identifier)
        {
            Take(TokenRole.Sign);
            return;
        }
        NoteCaret(CaretPlace.Declaration);
        if (_isRules)
        {
            ReadRuleDeclaration();
            return;
        }
        var word = TextOf(Current);
        switch (word)
        {
            case Words.Param:
                ReadParam();
                break;
            case Words.Let:
                ReadLet();
                break;
            case Words.Import:
                ReadImport();
                break;
            case Words.For:
                ReadFor();
                break;
            default:
                ReadNamedBlock(word);
                break;
        }
    }

    private void Begin(string word)
    {
        var keyword = Current;
        Open(new Region(word, keyword, _region));
        Take(TokenRole.Keyword, entry: ("", word));
    }

    private void Declare(PlanSymbolKind kind, int scope = 0)
    {
        NoteCaret(CaretPlace.NewName);
        _region!.LabelSpan = Current.Span;
        _region.Declares = kind;
        _region.Label = TakeName(kind, isDeclaration: true, scope: scope);
    }

    private void ReadNamedBlock(string word)
    {
        Begin(word);
        var kind = KindOf(word);
        _region!.Rule = RuleOf(word);
        if (IsNameToken && kind is { } declared)
            Declare(declared);
        if (!_isRules)
            ReadFrom();
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }

    /// <summary><c>from template NAME</c>.</summary>
    private void ReadFrom()
    {
        var isFrom = Is(From);
        if (!isFrom && !(IsMarker && !Current.FirstOnLine))
            return;
        NoteCaret(CaretPlace.Word, c => c with { Words = [From + " " + Words.Template] });
        var start = _at;
        Take(TokenRole.Keyword, entry: ("", From));
        if (!isFrom)
            return;
        if (IsMarker)
            NoteCaret(CaretPlace.Word, c => c with { Words = [Words.Template] });
        if (Is(Words.Template) || (IsMarker && _at == start + 1))
            Take(TokenRole.Keyword, entry: ("", Words.Template));
        if (Kind == TokenKind.Identifier)
            _region!.Detail = "from template " + ReadQualified(PlanSymbolKind.Template);
    }

    /// <summary>A name, or one from an import: <c>base.service</c>.</summary>
    private string ReadQualified(PlanSymbolKind kind)
    {
        if (NextKind != TokenKind.Dot)
        {
            NoteCaret(CaretPlace.Name, c => c with { NameKind = kind });
            return TakeName(kind, isDeclaration: false);
        }
        var qualifier = TakeName(PlanSymbolKind.Import, isDeclaration: false);
        Take(TokenRole.Sign);
        NoteCaret(CaretPlace.Name, c => c with { NameKind = kind, Qualifier = qualifier });
        return Kind == TokenKind.Identifier && !(Current.FirstOnLine && !IsMarker)
            ? qualifier + "." + TakeName(kind, isDeclaration: false, qualifier)
            : qualifier;
    }

    private void ReadParam()
    {
        Begin(Words.Param);
        _region!.Rule = Words.ParamBlock;
        if (IsNameToken)
            Declare(PlanSymbolKind.Param);
        if (TakeSign(TokenKind.Colon) && Kind == TokenKind.Identifier)
        {
            NoteCaret(CaretPlace.Type);
            _region.Detail = TextOf(Current);
            Take(TokenRole.Type);
        }
        if (TakeSign(TokenKind.Equals))
            ReadValue(Words.Param);
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }

    private void ReadLet()
    {
        Begin(Words.Let);
        if (IsNameToken)
            Declare(PlanSymbolKind.Let);
        if (TakeSign(TokenKind.Equals))
            ReadValue(Words.Let);
        Close();
    }

    /// <summary><c>import "FILE" as NAME</c>.</summary>
    private void ReadImport()
    {
        Begin(Words.Import);
        var path = "";
        if (Kind is TokenKind.String or TokenKind.UnclosedString)
            path = source.ToString(Take(TokenRole.Text).Span).Trim('"');
        _region!.Detail = path;
        if (IsMarker && !Current.FirstOnLine)
            NoteCaret(CaretPlace.Word, c => c with { Words = [As] });
        if (Is(As))
        {
            Take(TokenRole.Keyword, entry: ("", As));
            if (Kind == TokenKind.Identifier)
            {
                Declare(PlanSymbolKind.Import);
                _imports.TryAdd(_region.Label, path);
            }
        }
        Close();
    }

    /// <summary><c>for NAME in LIST { … }</c>, <c>for KEY, VALUE in MAP { … }</c>.</summary>
    private void ReadFor()
    {
        Begin(Words.For);
        var region = _region!;
        while (Kind == TokenKind.Identifier && !Is(In))
        {
            NoteCaret(region.Variables.IsEmpty ? CaretPlace.NewName : CaretPlace.Word, c => c with { Words = [In] });
            if (!IsMarker)
                region.Variables = region.Variables.Add(TakeName(PlanSymbolKind.Variable, isDeclaration: true, scope: region.Keyword.Start));
            else
                Take(TokenRole.Name);
            TakeSign(TokenKind.Comma);
        }
        region.Label = string.Join(", ", region.Variables);
        if (Is(In))
        {
            Take(TokenRole.Keyword, entry: ("", Words.For));
            ReadValue(Words.For);
        }
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadDeclaration);
        Close();
    }

    private PlanSymbolKind? KindOf(string word) => word switch
    {
        RuleWords.Rule when _isRules => PlanSymbolKind.Rule,
        _ when _isRules => null,
        Words.Plan => PlanSymbolKind.Plan,
        Words.Environment => PlanSymbolKind.Environment,
        Words.Component => PlanSymbolKind.Component,
        Words.Template => PlanSymbolKind.Template,
        Words.Infrastructure => PlanSymbolKind.Infrastructure,
        Words.Pipeline => PlanSymbolKind.Pipeline,
        _ => null,
    };

    private BlockRule? RuleOf(string word) => word switch
    {
        RuleWords.Rule when _isRules => RuleWords.RuleBlock,
        _ when _isRules => null,
        Words.Plan => Words.PlanBlock,
        Words.Environment => Words.EnvironmentBlock,
        Words.Component or Words.Template => Words.ComponentBlock,
        Words.Infrastructure => Words.InfrastructureBlock,
        Words.Pipeline => PipelineWords.PipelineBlock,
        _ => null,
    };
}
