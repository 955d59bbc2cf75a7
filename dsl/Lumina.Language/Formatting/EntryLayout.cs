using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Formatting;

/// <summary>Something between braces: a statement, or an entry of a map with the comma behind it.</summary>
/// <param name="Node">What it is.</param>
/// <param name="Name">Its first word.</param>
/// <param name="Comma">Left out of the layout; its comments are kept.</param>
internal readonly record struct Entry(SyntaxNode Node, SyntaxToken Name, SyntaxToken? Comma)
{
    /// <summary>Whether its equals sign may be aligned with its neighbours'.</summary>
    public bool IsProperty => Node is PropertySyntax or MapEntrySyntax;
}

/// <summary>Lays out what stands between braces.</summary>
internal sealed class EntryLayout
{
    private readonly LayoutWriter _layout;
    private readonly ExpressionLayout _values;
    private readonly SentenceLayout _sentences;

    public EntryLayout(LayoutWriter layout)
    {
        _layout = layout;
        _values = new ExpressionLayout(layout, this);
        _sentences = new SentenceLayout(layout, this);
    }

    public void Block(BlockSyntax block)
    {
        _layout.Blank();
        Braces(block.Open, [.. block.Statements.Select(EntryOf)], block.Close);
    }

    public void Value(InitialValueSyntax initial, int blanks = 1)
    {
        _layout.Carry(initial.EqualsSign);
        _layout.Sign(new string(' ', blanks) + "=");
        _layout.Blank();
        _values.Write(initial.Value);
    }

    /// <summary>On one line when it was and fits, over several lines otherwise.</summary>
    public void Braces(SyntaxToken open, ImmutableArray<Entry> entries, SyntaxToken close)
    {
        if (_layout.HasFailed)
            return;
        var spansLines = !entries.IsEmpty && _layout.Source.Slice(new TextSpan(open.End, close.Start)).Contains('\n');
        if (_layout.IsFlat && !spansLines)
            WriteFlat(open, entries, close);
        else if (spansLines || !_layout.TryFlat(() => WriteFlat(open, entries, close)))
            WriteBroken(open, entries, close);
    }

    private void WriteFlat(SyntaxToken open, ImmutableArray<Entry> entries, SyntaxToken close)
    {
        _layout.OpenBrace(open);
        for (var i = 0; i < entries.Length && !_layout.HasFailed; i++)
        {
            _layout.Blank(i == 0 ? 1 : 2);
            Write(entries[i], 0);
        }
        _layout.Blank(entries.IsEmpty ? 0 : 1);
        _layout.Token(close);
    }

    private void WriteBroken(SyntaxToken open, ImmutableArray<Entry> entries, SyntaxToken close)
    {
        if (_layout.IsFlat)
        {
            _layout.Line(BlankLines.Keep);
            return;
        }
        _layout.OpenBrace(open);
        _layout.Indent++;
        for (var i = 0; i < entries.Length;)
            i = WriteRun(entries, i);
        _layout.Line(BlankLines.NotLast | (entries.IsEmpty ? BlankLines.NotFirst : BlankLines.Keep));
        _layout.Indent--;
        _layout.OutdentLine();
        _layout.Token(close);
    }

    /// <summary>Writes an entry, or properties whose equals signs stand below each other.</summary>
    private int WriteRun(ImmutableArray<Entry> entries, int start)
    {
        var (end, width) = (start, 0);
        while (end < entries.Length && IsAligned(entries[end]) && (end == start || !SeparatedFrom(entries[end - 1], entries[end])))
            width = Math.Max(width, entries[end++].Name.Span.Length);
        if (end == start)
        {
            _layout.Line(start == 0 ? BlankLines.NotFirst : BlankLines.Keep);
            Write(entries[start], 0);
            return start + 1;
        }
        for (var i = start; i < end; i++)
        {
            var entry = entries[i];
            _layout.Line(i == 0 ? BlankLines.NotFirst : BlankLines.Keep);
            _layout.Token(entry.Name);
            _layout.Flat(() => WriteAfterName(entry, width - entry.Name.Span.Length));
        }
        return end;
    }

    private bool SeparatedFrom(Entry before, Entry entry) => Gap.Between(_layout.Source, before.Node.Span.End, entry.Name.Start).Separates;

    private bool IsAligned(Entry entry) => entry.IsProperty && _layout.FitsOnLine(() => WriteAfterName(entry, 0), entry.Name.Span.Length);

    private void Write(Entry entry, int padding)
    {
        if (entry.IsProperty)
            _layout.Token(entry.Name);
        WriteAfterName(entry, padding);
    }

    private void WriteAfterName(Entry entry, int padding)
    {
        switch (entry.Node)
        {
            case PropertySyntax property:
                Value(new InitialValueSyntax(property.EqualsSign, property.Value), padding + 1);
                break;
            case MapEntrySyntax pair:
                Value(new InitialValueSyntax(pair.EqualsSign, pair.Value), padding + 1);
                break;
            case SectionSyntax section:
                Section(section);
                break;
            case RelationSyntax relation:
                Relation(relation);
                break;
            case PhraseSyntax phrase:
                _layout.Token(phrase.Keyword);
                _layout.Blank();
                _values.Write(phrase.Value);
                Tails(phrase.Tails);
                break;
            case NamedValueSyntax named:
                _layout.Token(named.Keyword);
                _layout.Blank();
                _layout.Token(named.Name);
                Value(new InitialValueSyntax(named.EqualsSign, named.Value));
                break;
            case SentenceSyntax sentence:
                _sentences.Write(sentence);
                break;
        }
        if (entry.Comma is { } comma)
            _layout.Carry(comma);
    }

    private void Section(SectionSyntax section)
    {
        _layout.Token(section.Keyword);
        if (section.Labels is not null)
            Names(section.Labels);
        if (section.Value is not null)
        {
            _layout.Blank();
            _values.Write(section.Value);
        }
        if (section.Body is not null)
            Block(section.Body);
    }

    private void Relation(RelationSyntax relation)
    {
        _layout.Token(relation.Keyword);
        if (relation.Particle is { } particle)
        {
            _layout.Blank();
            _layout.Token(particle);
        }
        Names(relation.Names);
        Tails(relation.Tails);
    }

    private void Tails(ImmutableArray<TailSyntax> tails)
    {
        foreach (var tail in tails)
        {
            _layout.Blank();
            _layout.Token(tail.Particle);
            _layout.Blank();
            _values.Write(tail.Value);
        }
    }

    public void Sentence(SentenceSyntax sentence) => _sentences.Write(sentence);

    /// <summary>A value without a sign before it.</summary>
    public void Expression(ExpressionSyntax expression) => _values.Write(expression);

    public void Names(NamesSyntax names)
    {
        for (var i = 0; i < names.Names.Length; i++)
        {
            if (i > 0)
                _layout.Sign(",");
            _layout.BlankOrLine(names.Names[i].Span.Length + 1);
            _layout.Token(names.Names[i]);
            if (i < names.Commas.Length)
                _layout.Carry(names.Commas[i]);
        }
    }

    private static Entry EntryOf(StatementSyntax statement) => statement switch
    {
        PropertySyntax property => new Entry(property, property.Name, null),
        SectionSyntax section => new Entry(section, section.Keyword, null),
        RelationSyntax relation => new Entry(relation, relation.Keyword, null),
        PhraseSyntax phrase => new Entry(phrase, phrase.Keyword, null),
        NamedValueSyntax named => new Entry(named, named.Keyword, null),
        SentenceSyntax sentence => new Entry(sentence, sentence.Keyword, null),
        _ => throw new ArgumentException("A text without errors has no skipped statements.", nameof(statement)),
    };
}
