using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>The environment variables of a component: those of files, over them those of its config, beside them its secrets.</summary>
internal sealed class ConfigBinder(Evaluator evaluator, Settings settings)
{
    private readonly ImmutableSortedDictionary<string, string>.Builder _config = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceLocation> _ofFiles = new(StringComparer.Ordinal);

    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    private ConfigurationFiles Files => evaluator.Scope.Symbols.Configuration;

    /// <summary>Where the variables stand that come from files.</summary>
    public IReadOnlyDictionary<string, SourceLocation> OfFiles => _ofFiles;

    public ImmutableSortedDictionary<string, string> BindConfig()
    {
        foreach (var section in settings.Repeated(Words.ConfigFrom))
            AddFile(section);
        if (settings.Section("config") is not { Settings: var config })
            return _config.ToImmutable();
        foreach (var (key, property) in config.Properties)
        {
            ComponentChecks.CheckConfigKey(key, Diagnostics.Locate(property.Name.Span), Diagnostics);
            _ofFiles.Remove(key);
        }
        var own = new SettingsReader(config, evaluator).Texts("A config value", mayHaveOutputs: true);
        if (_config.Count == 0)
            return own;
        _config.RemoveRange(config.Properties.Keys);
        _config.AddRange(own);
        return _config.ToImmutable();
    }

    public ImmutableSortedDictionary<string, SecretReference> BindSecrets()
    {
        if (settings.NamedValues.Count == 0)
            return ImmutableSortedDictionary<string, SecretReference>.Empty;
        var secrets = ImmutableSortedDictionary.CreateBuilder<string, SecretReference>(StringComparer.Ordinal);
        foreach (var (name, secret) in settings.NamedValuesOf(Words.Secret))
        {
            ComponentChecks.CheckSecretName(name, secret.Name.Span, Diagnostics);
            if (LineOf(name) is { } first)
                Diagnostics.Add(NameFindings.DuplicateProperty(Diagnostics.Locate(secret.Name.Span), name, first));
            if (evaluator.Secret(secret.Value) is { } reference)
                secrets[name] = reference;
        }
        return secrets.ToImmutable();
    }

    /// <summary>The line on which config, or a file of values, sets a variable; null when neither does.</summary>
    public string? LineOf(string variable) =>
        settings.Section("config")?.Settings.Property(variable) is { } property ? Diagnostics.LineOf(property.Name)
        : _ofFiles.GetValueOrDefault(variable) is { } place ? $"line {place.Line} of {place.File}"
        : null;

    private void AddFile(SectionSettings section)
    {
        var read = new SettingsReader(section.Settings, evaluator);
        var prefix = read.Text("prefix") ?? "";
        var schema = read.Text("schema");
        if (section.Label is not { } label)
        {
            if (!section.Settings.HasUnknown)
                Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(section.KindSpan), "config_from needs the file: write config_from \"config/web.yaml\"."));
            return;
        }
        if (evaluator.Surroundings.ValueFiles is not { } reader)
        {
            Diagnostics.Add(ConfigurationFindings.NoValueReader(Diagnostics.Locate(label.Span)));
            return;
        }
        if (new ValueReader(evaluator).Text(label, "'config_from'") is not { } path || evaluator.ReadFile(path, label.Span) is not { } text)
            return;
        var written = section.Settings.Property("schema");
        var kept = schema is null ? null : evaluator.ReadFile(schema, section.Settings.Properties["schema"].Value.Span);
        // A schema that can't be read has been reported, and nothing is known of the values without it.
        if (written is null != kept is null)
            return;
        if (Files.ReadValues(text, kept, reader, Diagnostics) is { } values)
            Add(values, prefix);
    }

    /// <summary>A later file goes before an earlier one.</summary>
    private void Add(ValueFile values, string prefix)
    {
        var source = Diagnostics.Source;
        foreach (var (name, text, line) in values.Values)
        {
            var variable = prefix + name;
            if (ComponentChecks.ProblemOfVariable(variable) is not null)
                ComponentChecks.CheckConfigKey(variable, Files.LocateLine(values.File, line, source), Diagnostics, mayBeMended: false);
            _config[variable] = text;
            _ofFiles[variable] = new SourceLocation(source.NameOf(values.File.Path), 0, 0, line, 1, line, 1);
        }
    }
}
