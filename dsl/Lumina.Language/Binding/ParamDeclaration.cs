using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Reads the declaration of a param, with the value that is given for it.</summary>
internal sealed class ParamDeclaration(DiagnosticBag diagnostics, IReadOnlyDictionary<string, GivenValue> given)
{
    public ParamSymbol Read(ParamSyntax syntax)
    {
        var source = diagnostics.Source;
        var name = NameText.Of(syntax.Name, source);
        NameText.Check(name, syntax.Name, diagnostics, mayHaveUnderscore: true);
        var type = ParamTypes.Find(source.ToString(syntax.Type.Span));
        if (type == ValueKind.Unknown)
            ReportUnknownType(syntax.Type);
        var settings = Settings.Read(syntax.Body, Words.ParamBlock, diagnostics);
        if (syntax.Initial is { } initial && settings.Property("default") is { } second)
            diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(second.Name.Span), "default", diagnostics.LineOf(initial.EqualsSign)));
        return new ParamSymbol(name, syntax, type, settings)
        {
            Given = ReadGiven(name, type, syntax),
            Origin = given.GetValueOrDefault(name)?.Origin,
        };
    }

    private Value? ReadGiven(string name, ValueKind type, ParamSyntax syntax)
    {
        if (!given.TryGetValue(name, out var value))
            return null;
        if (type == ValueKind.Unknown)
            return UnknownValue.Instance;
        if (GivenValues.Read(type, value) is { } read)
            return read;
        diagnostics.Add(ValueFindings.ParamUnreadable(diagnostics.Locate(syntax.Name.Span), name, value.Origin, GivenValues.Describe(value), Units.NameOf(type), GivenValues.Example(type, value)));
        return UnknownValue.Instance;
    }

    private void ReportUnknownType(SyntaxToken type)
    {
        var name = diagnostics.Source.ToString(type.Span);
        diagnostics.Add(NameFindings.UnknownType(diagnostics.Locate(type.Span), name, string.Join(", ", ParamTypes.Names), ParamTypes.Near(name)));
    }
}
