using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Parsing;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <summary>The files that components are configured from; each is read once for all components and environments. A file becomes a part of the source
/// when there is something to say about a place in it, or when it has holes.</summary>
internal sealed class ConfigurationFiles
{
    private readonly Dictionary<string, SourceFile> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextTemplate?> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string? Schema), ValueFile?> _values = [];
    private readonly Dictionary<string, OutsideFile> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Environment, int Component), ConfigurationOrigins> _origins = [];

    /// <summary>Files of values that could be read.</summary>
    public IEnumerable<ValueFile> Values => _values.Values.OfType<ValueFile>().DistinctBy(file => file.File.Path);

    /// <summary>Texts that instances find as files.</summary>
    public IEnumerable<OutsideFile> Texts => _texts.Values;

    /// <summary>Those that have holes.</summary>
    public IEnumerable<TextTemplate> Templates => _templates.Values.OfType<TextTemplate>();

    public void Note(OutsideFile text) => _texts.TryAdd(text.Path, text);

    /// <summary>Where a component's values that stand in no block of it come from; null when it has none.</summary>
    public ConfigurationOrigins? OriginsOf(string environment, ComponentSymbol component) => _origins.GetValueOrDefault((environment, component.Index));

    public void Note(string environment, ComponentSymbol component, ConfigurationOrigins origins) => _origins[(environment, component.Index)] = origins;

    /// <summary>The template that a text is; null when a hole in it is wrong, which has been reported.</summary>
    public TextTemplate? Template(OutsideFile text, DiagnosticBag diagnostics)
    {
        if (_templates.TryGetValue(text.Path, out var known))
            return known;
        // A template's holes are read where its text is the last of the source.
        var file = _added[text.Path] = diagnostics.Source.Add(diagnostics.Source.NameOf(text.Path), text.Path, text.Text);
        return _templates[text.Path] = TextTemplate.Read(diagnostics.Source, file, diagnostics);
    }

    /// <summary>What a file of values says; null when something is wrong with it, which has been reported.</summary>
    public ValueFile? ReadValues(OutsideFile text, OutsideFile? schema, IValueFileReader reader, DiagnosticBag diagnostics)
    {
        if (_values.TryGetValue((text.Path, schema?.Path), out var known))
            return known;
        var answer = reader.Read(text.Path, text.Text, schema is null ? null : new ValueSchema(schema.Path, schema.Text));
        foreach (var problem in answer.Problems)
        {
            var file = schema is not null && problem.File == schema.Path ? schema : text;
            diagnostics.Add(ConfigurationFindings.ValueFile(Locate(file, problem.Line, problem.Column, problem.Length, diagnostics.Source), problem.Message));
        }
        return _values[(text.Path, schema?.Path)] = answer.Problems.IsEmpty ? new ValueFile(text, answer.Values) : null;
    }

    /// <summary>A place in a file, for a finding.</summary>
    public SourceLocation Locate(OutsideFile text, int line, int column, int length, SourceText source)
    {
        if (!_added.TryGetValue(text.Path, out var file))
            file = _added[text.Path] = source.Add(source.NameOf(text.Path), text.Path, text.Text);
        var start = file.PositionOf(line, column);
        return source.Locate(new TextSpan(start, Math.Max(start, file.PositionOf(line, column + Math.Max(length, 1)))));
    }

    /// <summary>A line of a file without the blanks around it.</summary>
    public SourceLocation LocateLine(OutsideFile text, int line, SourceText source)
    {
        var written = LineOf(text.Text, line);
        var trimmed = written.TrimStart();
        return Locate(text, line, written.Length - trimmed.Length + 1, trimmed.TrimEnd().Length, source);
    }

    private static ReadOnlySpan<char> LineOf(string text, int line)
    {
        foreach (var each in text.AsSpan().EnumerateLines())
        {
            if (--line == 0)
                return each;
        }
        return "";
    }
}

/// <summary>A file of values.</summary>
internal sealed record ValueFile(OutsideFile File, ImmutableArray<FileValue> Values);

/// <summary>Where values of a component come from that stand in no block of it.</summary>
/// <param name="Variables">By name: the file and the line.</param>
/// <param name="Files">By path: the section or the entry.</param>
internal sealed record ConfigurationOrigins(IReadOnlyDictionary<string, SourceLocation> Variables, IReadOnlyDictionary<string, TextSpan> Files);
