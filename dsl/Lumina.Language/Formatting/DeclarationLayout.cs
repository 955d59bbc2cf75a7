using Lumina.Language.Syntax;

namespace Lumina.Language.Formatting;

/// <summary>Lays out what stands at the top level.</summary>
internal sealed class DeclarationLayout(LayoutWriter layout)
{
    private readonly EntryLayout _entries = new(layout);

    public void Write(PlanSyntax tree)
    {
        var declarations = tree.Declarations;
        var standsApart = true;
        for (var i = 0; i < declarations.Length;)
        {
            var end = EndOfRun(tree, i);
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
        layout.Line(BlankLines.NotLast | (declarations.IsEmpty ? BlankLines.NotFirst : BlankLines.Keep));
        layout.EndOfText(tree.End);
    }

    /// <summary>Params or lets of one line each, with nothing between them.</summary>
    private int EndOfRun(PlanSyntax tree, int start)
    {
        var end = start;
        while (end < tree.Declarations.Length && IsOneLine(tree.Declarations[end])
            && (end == start || (tree.Declarations[end].GetType() == tree.Declarations[start].GetType()
                && !Gap.Between(layout.Source, tree.Declarations[end - 1].Span.End, tree.Declarations[end].Span.Start).Separates)))
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

    private static bool StandsApart(DeclarationSyntax declaration) => declaration is not NamedBlockSyntax { Body: null };

    private void WriteAligned(DeclarationSyntax declaration, int names, int types)
    {
        layout.Token(KeywordOf(declaration));
        layout.Flat(() => AfterKeyword(declaration, names, types));
    }

    private void Write(DeclarationSyntax declaration, int names, int types)
    {
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
        }
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
        _ => throw new ArgumentException("A text without errors has no skipped declarations.", nameof(declaration)),
    };
}
