using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>The files that the instances of a component find: <c>config_file</c> and <c>secret_file</c>.</summary>
internal sealed class FileBinder(Evaluator evaluator, ComponentSymbol component, Settings settings, ConfigBinder config, ImmutableSortedDictionary<string, SecretReference> secrets)
{
    private readonly ImmutableSortedDictionary<string, ConfigFileSpec>.Builder _files = ImmutableSortedDictionary.CreateBuilder<string, ConfigFileSpec>(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> _variables = new(StringComparer.Ordinal);
    private long _bytes;

    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    private ConfigurationFiles Files => evaluator.Scope.Symbols.Configuration;

    /// <summary>Where each file is written, by its path.</summary>
    public IReadOnlyDictionary<string, TextSpan> Places => _places;

    public ImmutableSortedDictionary<string, ConfigFileSpec> Bind()
    {
        foreach (var section in settings.Repeated(Words.ConfigFile))
            AddFile(section);
        foreach (var (path, secret) in settings.NamedValuesOf(Words.SecretFile))
        {
            var reference = evaluator.Secret(secret.Value);
            if (IsGood(path, secret.Name.Span, secret.Span) && reference is not null)
                _files[path] = new ConfigFileSpec { Pieces = [new FilePiece(null, reference)] };
        }
        FilePaths.CheckFolders(_places, Diagnostics);
        return _files.ToImmutable();
    }

    private void AddFile(SectionSettings section)
    {
        var pieces = Pieces(section);
        var variable = Variable(section.Settings);
        if (section.Label is not { } label)
        {
            if (!section.Settings.HasUnknown)
                Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(section.KindSpan), "config_file needs the path that the instance finds it under: write config_file \"app.json\" { … }."));
            return;
        }
        if (new ValueReader(evaluator).Text(label, "'config_file'") is not { } path || !IsGood(path, label.Span, section.Syntax.Span) || pieces is not { } content)
            return;
        _bytes += content.Sum(piece => piece.Text is null ? 0 : Encoding.UTF8.GetByteCount(piece.Text));
        if (_bytes > FilePaths.MostBytes)
            Diagnostics.Add(ConfigurationFindings.TooMuchContent(Diagnostics.Locate(label.Span), component.Name));
        _files[path] = new ConfigFileSpec { Pieces = content, Variable = variable };
    }

    private bool IsGood(string path, TextSpan at, TextSpan whole)
    {
        if (FilePaths.ProblemOf(path) is { } problem)
        {
            Diagnostics.Add(ConfigurationFindings.BadFilePath(Diagnostics.Locate(at), path, problem));
            return false;
        }
        if (_places.TryGetValue(path, out var first))
        {
            Diagnostics.Add(NameFindings.DuplicateProperty(Diagnostics.Locate(at), path, Diagnostics.LineOf(first)));
            return false;
        }
        if (_places.Count == FilePaths.MostFiles)
            Diagnostics.Add(ConfigurationFindings.TooManyFiles(Diagnostics.Locate(at), component.Name, FilePaths.MostFiles));
        _places[path] = whole;
        return true;
    }

    private ImmutableArray<FilePiece>? Pieces(SectionSettings section)
    {
        var said = section.Settings;
        var (from, content, template) = (said.Property("from"), said.Property("content"), said.Property("template"));
        var read = new SettingsReader(said, evaluator);
        var hasHoles = read.Bool("template");
        var path = read.Text("from");
        if (from is not null && content is not null)
            Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(content.Name.Span), "A file has its text from a file or from content, not from both."));
        else if (from is null && content is null && !said.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(section.KindSpan), "A config_file needs its text: write from = \"config/app.json\" or content = \"…\"."));
        else if (content is not null && template is not null)
            Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(template.Name.Span), "'template' belongs to 'from': in content each ${…} is worked out anyway."));
        if (content is not null)
            return evaluator.Pieces(content.Value, Secret);
        if (from is null || path is null || evaluator.ReadFile(path, from.Value.Span) is not { } text || (template is not null && hasHoles is null))
            return null;
        Files.Note(text);
        if (hasHoles == true)
            return Files.Template(text, Diagnostics) is { } holes ? evaluator.Pieces(holes, from.Value.Span, Secret) : null;
        return evaluator.TakeText(text.Text.Length, from.Value.Span) ? [new FilePiece(text.Text, null)] : null;
    }

    /// <summary>The secret of the component that <c>secret.NAME</c> means.</summary>
    private SecretReference? Secret(ReferenceSyntax reference)
    {
        var names = reference.Names;
        var at = Diagnostics.Locate(names[^1].Span);
        var name = Diagnostics.Source.ToString(names[^1].Span);
        if (names.Length != 2)
            Diagnostics.Add(NameFindings.IncompleteName(Diagnostics.Locate(reference.Span), Diagnostics.Source.ToString(reference.Span), "secret.NAME"));
        else if (settings.NamedValue(Words.Secret, name) is not null)
            return secrets.GetValueOrDefault(name);
        else if (!settings.HasUnknown)
            Diagnostics.Add(ConfigurationFindings.UnknownSecret(at, name, component.Name, Diagnostics.Nearest(name, [.. settings.NamedValuesOf(Words.Secret).Select(s => s.Name)])));
        return null;
    }

    private string? Variable(Settings said)
    {
        if (said.Property("variable") is not { } property || new SettingsReader(said, evaluator).Text("variable") is not { } name)
            return null;
        var at = Diagnostics.Locate(property.Value.Span);
        ComponentChecks.CheckConfigKey(name, at, Diagnostics, mayBeMended: false);
        var first = config.LineOf(name) ?? (settings.NamedValue(Words.Secret, name) is { } secret ? Diagnostics.LineOf(secret.Name) : null)
            ?? (_variables.TryGetValue(name, out var other) ? Diagnostics.LineOf(other) : null);
        if (first is not null)
            Diagnostics.Add(NameFindings.DuplicateProperty(at, name, first));
        _variables.TryAdd(name, property.Value.Span);
        return name;
    }
}
