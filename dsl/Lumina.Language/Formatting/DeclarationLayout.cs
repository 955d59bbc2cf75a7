using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Formatting;

/// <summary>Lays out what stands at the top level.</summary>
internal sealed class DeclarationLayout(LayoutWriter layout)
{
    private readonly EntryLayout _entries = new(layout);

    public void Write(PlanSyntax tree)
    {
        WriteAll(tree.Declarations);
        layout.Line(BlankLines.NotLast | (tree.Declarations.IsEmpty ? BlankLines.NotFirst : BlankLines.Keep));
        layout.EndOfText(tree.End);
    }

    private void WriteAll(ImmutableArray<DeclarationSyntax> declarations)
    {
        var standsApart = true;
        for (var i = 0; i < declarations.Length;)
        {
            var end = EndOfRun(declarations, i);
            var (names, types) = Widths(declarations.AsSpan()[i..end]);
            var isRun = end > i;
            do
            {
                var declaration = declarations[i];
                var wasApart = standsApart;
                standsApart = !isRun && StandsApart(declaration);
                layout.Line(i == 0 ? BlankLines.NotFirst : wasApart || standsApart ? BlankLines.Wanted : BlankLines.Keep);
                if (isRun)
                    WriteAligned(declaration, names, types);
                else
                    Write(declaration, 0, 0);
            }
            while (++i < end);
        }
    }

    /// <summary>Params or lets of one line each, with nothing between them.</summary>
    private int EndOfRun(ImmutableArray<DeclarationSyntax> declarations, int start)
    {
        var end = start;
        while (end < declarations.Length && IsOneLine(declarations[end])
            && (end == start || (declarations[end].GetType() == declarations[start].GetType()
                && !Gap.Between(layout.Source, declarations[end - 1].Span.End, declarations[end].Span.Start).Separates)))
        {
            end++;
        }
        return end;
    }

    private bool IsOneLine(DeclarationSyntax declaration) =>
        declaration is ParamSyntax or LetSyntax && layout.FitsOnLine(() => AfterKeyword(declaration, 0, 0), KeywordOf(declaration).Span.Length);

    private static (int Names, int Types) Widths(ReadOnlySpan<DeclarationSyntax> run)
    {
        var (names, types) = (0, 0);
        foreach (var declaration in run)
        {
            names = Math.Max(names, declaration is ParamSyntax param ? param.Name.Span.Length : ((LetSyntax)declaration).Name.Span.Length);
            types = Math.Max(types, declaration is ParamSyntax { Initial: not null } withValue ? withValue.Type.Span.Length : 0);
        }
        return (names, types);
    }

    private static bool StandsApart(DeclarationSyntax declaration) => declaration is not (NamedBlockSyntax { Body: null } or ImportSyntax or SentenceDeclarationSyntax);

    private void WriteAligned(DeclarationSyntax declaration, int names, int types)
    {
        layout.Token(KeywordOf(declaration));
        layout.Flat(() => AfterKeyword(declaration, names, types));
    }

    private void Write(DeclarationSyntax declaration, int names, int types)
    {
        if (declaration is SentenceDeclarationSyntax { Sentence: var sentence })
        {
            _entries.Sentence(sentence);
            return;
        }
        layout.Token(KeywordOf(declaration));
        AfterKeyword(declaration, names, types);
    }

    private void AfterKeyword(DeclarationSyntax declaration, int names, int types)
    {
        layout.Blank();
        switch (declaration)
        {
            case NamedBlockSyntax block:
                layout.Token(block.Name);
                if (block.From is not null)
                    TemplateUse(block.From);
                if (block.Body is not null)
                    _entries.Block(block.Body);
                break;
            case LetSyntax let:
                layout.Token(let.Name);
                _entries.Value(let.Initial, 1 + Math.Max(0, names - let.Name.Span.Length));
                break;
            case ParamSyntax param:
                Param(param, names, types);
                break;
            case ImportSyntax import:
                Import(import);
                break;
            case ForSyntax loop:
                For(loop);
                break;
            case TestSyntax test:
                Test(test);
                break;
        }
    }

    private void TemplateUse(TemplateUseSyntax use)
    {
        layout.Blank();
        layout.Token(use.From);
        layout.Blank();
        layout.Token(use.Template);
        layout.Blank();
        _entries.Expression(use.Name);
    }

    private void Import(ImportSyntax import)
    {
        layout.Token(import.Path);
        if (import.As is not { } asWord || import.Name is not { } name)
            return;
        layout.Blank();
        layout.Token(asWord);
        layout.Blank();
        layout.Token(name);
    }

    private void For(ForSyntax loop)
    {
        _entries.Names(loop.Variables);
        layout.Blank();
        layout.Token(loop.In);
        layout.Blank();
        _entries.Expression(loop.List);
        layout.Blank();
        layout.OpenBrace(loop.Open);
        if (layout.Source.Slice(new TextSpan(loop.Open.End, loop.Close.Start)).IsWhiteSpace())
        {
            layout.Token(loop.Close);
            return;
        }
        layout.Indent++;
        WriteAll(loop.Declarations);
        layout.Line(BlankLines.NotLast | (loop.Declarations.IsEmpty ? BlankLines.NotFirst : BlankLines.Keep));
        layout.Indent--;
        layout.OutdentLine();
        layout.Token(loop.Close);
    }

    private void Test(TestSyntax test)
    {
        layout.Token(test.Rule);
        if (test.Title is not null)
        {
            layout.Blank();
            _entries.Expression(test.Title);
        }
        _entries.Block(test.Body);
    }

    private void Param(ParamSyntax param, int names, int types)
    {
        layout.Token(param.Name);
        layout.Carry(param.Colon);
        layout.Sign(new string(' ', 1 + Math.Max(0, names - param.Name.Span.Length)) + ":");
        layout.Blank();
        layout.Token(param.Type);
        if (param.Initial is not null)
            _entries.Value(param.Initial, 1 + Math.Max(0, types - param.Type.Span.Length));
        if (param.Body is not null)
            _entries.Block(param.Body);
    }

    private static SyntaxToken KeywordOf(DeclarationSyntax declaration) => declaration switch
    {
        NamedBlockSyntax block => block.Keyword,
        ParamSyntax param => param.Keyword,
        LetSyntax let => let.Keyword,
        ImportSyntax import => import.Keyword,
        ForSyntax loop => loop.Keyword,
        TestSyntax test => test.Keyword,
        _ => throw new ArgumentException("A text without errors has no skipped declarations.", nameof(declaration)),
    };
}
