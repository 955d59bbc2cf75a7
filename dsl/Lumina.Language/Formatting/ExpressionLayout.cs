using Lumina.Language.Syntax;

namespace Lumina.Language.Formatting;

/// <summary>Lays values out. Strings stay as they are, with what is in their <c>${}</c>.</summary>
internal sealed class ExpressionLayout(LayoutWriter layout, EntryLayout entries)
{
    public void Write(ExpressionSyntax expression)
    {
        if (layout.HasFailed)
            return;
        switch (expression)
        {
            case ListSyntax list:
                Write(list.Brackets);
                break;
            case CallSyntax call:
                layout.Token(call.Name);
                Write(call.Brackets);
                break;
            case MapSyntax map:
                entries.Braces(map.Open, [.. map.Entries.Select(e => new Entry(e, e.Key, e.Comma))], map.Close);
                break;
            case ParenthesizedSyntax inParentheses:
                layout.Token(inParentheses.Open);
                Write(inParentheses.Inner);
                layout.Token(inParentheses.Close);
                break;
            case UnarySyntax unary:
                layout.Token(unary.Sign);
                Write(unary.Operand);
                break;
            case BinarySyntax binary:
                Write(binary.Left);
                Operator(binary.Left, binary.Sign, binary.Right);
                break;
            case ConditionalSyntax conditional:
                Write(conditional.Condition);
                Operator(conditional.Condition, conditional.Question, conditional.WhenTrue);
                Operator(conditional.WhenTrue, conditional.Colon, conditional.WhenFalse);
                break;
            default:
                WriteTokens(expression);
                break;
        }
    }

    /// <summary>A line end beside an operator is the author's and stays.</summary>
    private void Operator(ExpressionSyntax left, SyntaxToken sign, ExpressionSyntax right)
    {
        BlankOrLine(left.Span.End, sign.Start);
        layout.Token(sign);
        BlankOrLine(sign.End, right.Span.Start);
        Write(right);
    }

    private void BlankOrLine(int from, int to)
    {
        if (Gap.Between(layout.Source, from, to).HasLineEnd)
            layout.Line(BlankLines.Never, 1);
        else
            layout.Blank();
    }

    /// <summary>Brackets or parentheses: over several lines when they don't fit on one, or the first item begins a line.</summary>
    private void Write(ItemsSyntax items)
    {
        var isBroken = items.Items is [var first, ..] && Gap.Between(layout.Source, items.Open.End, first.Span.Start).HasLineEnd;
        if (layout.IsFlat && !isBroken)
            WriteFlat(items);
        else if (isBroken || !layout.TryFlat(() => WriteFlat(items)))
            WriteBroken(items);
    }

    private void WriteFlat(ItemsSyntax items)
    {
        layout.Token(items.Open);
        for (var i = 0; i < items.Items.Length && !layout.HasFailed; i++)
        {
            if (i > 0)
            {
                layout.Sign(",");
                layout.Blank();
            }
            Write(items.Items[i]);
            if (i < items.Commas.Length)
                layout.Carry(items.Commas[i]);
        }
        layout.Token(items.Close);
    }

    private void WriteBroken(ItemsSyntax items)
    {
        layout.Token(items.Open);
        layout.Indent++;
        for (var i = 0; i < items.Items.Length && !layout.HasFailed; i++)
        {
            layout.Line(i == 0 ? BlankLines.NotFirst : BlankLines.Keep);
            Write(items.Items[i]);
            layout.Sign(",");
            if (i < items.Commas.Length)
                layout.Carry(items.Commas[i]);
        }
        layout.Line(BlankLines.NotLast | (items.Items.IsEmpty ? BlankLines.NotFirst : BlankLines.Keep));
        layout.Indent--;
        layout.OutdentLine();
        layout.Token(items.Close);
    }

    /// <summary>A name, a number or a string.</summary>
    private void WriteTokens(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case CSharpSyntax piece:
                layout.Token(piece.Token);
                break;
            case LiteralSyntax literal:
                layout.Token(literal.Token);
                break;
            case InterpolationSyntax interpolation:
                layout.Token(interpolation.Head);
                layout.Verbatim(interpolation.Head.End, interpolation.Span.End);
                break;
            default:
                expression.Accept(new TokenWriter(layout));
                break;
        }
    }

    private sealed class TokenWriter(LayoutWriter layout) : ISyntaxVisitor
    {
        public void Token(SyntaxToken token) => layout.Token(token);

        public void Node(SyntaxNode node) => node.Accept(this);
    }
}
