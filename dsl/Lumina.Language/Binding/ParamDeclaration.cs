using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Reads the declaration of a param, with the value that is given for it.</summary>
internal sealed class ParamDeclaration(DiagnosticBag diagnostics, IReadOnlyDictionary<string, GivenValue> given, Surroundings surroundings)
{
    /// <summary>A variable of this beginning and a param's name gives the param's value, unless something else does.</summary>
    private const string VariablePrefix = "LUMINA_PARAM_";

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
            Given = ValueFor(name) is { } value ? ReadGiven(name, type, value, syntax) : null,
            Origin = ValueFor(name)?.Origin,
        };
    }

    private GivenValue? ValueFor(string name)
    {
        if (given.TryGetValue(name, out var value))
            return value;
        var variable = VariablePrefix + name;
        return surroundings.ReadVariable(variable) is { } text ? new GivenValue(text, GivenForm.Text, variable) : null;
    }

    private Value ReadGiven(string name, ValueKind type, GivenValue value, ParamSyntax syntax)
    {
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
