using System.Collections.Immutable;
using Lumina.Language.Checks;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>From what a component says in one environment to its specification.</summary>
internal sealed class ComponentBinder(Evaluator evaluator, EnvironmentSpec environment)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <param name="component">The component.</param>
    /// <param name="settings">What it says here.</param>
    public ComponentSpec Bind(ComponentSymbol component, Settings settings)
    {
        evaluator.Current = component;
        var read = new SettingsReader(settings, evaluator);
        var scale = settings.Section("scale") is { } scaled ? new CapacityBinder(evaluator).BindScale(scaled) : null;
        var config = new ConfigBinder(evaluator, settings);
        var (variables, secrets) = (config.BindConfig(), config.BindSecrets());
        var files = new FileBinder(evaluator, component, settings, config, secrets);
        var spec = new ComponentSpec
        {
            Name = component.Name,
            Target = settings.Section("target") is { } target ? new TargetBinder(evaluator).Bind(target) : environment.Target,
            Image = read.Text("image"),
            Command = BindCommand(settings, read),
            Args = read.Words("args") ?? [],
            Port = read.Int("port", 1, 65535),
            Replicas = read.Int("replicas", 0, 10_000) ?? scale?.Min ?? 1,
            Scale = scale,
            Resources = settings.Section("resources") is { } resources ? new CapacityBinder(evaluator).BindResources(resources) : null,
            Version = settings.Property("version") is null ? evaluator.PlanVersion() : read.Text("version"),
            StopWithin = read.Duration("stop_within", mayBeZero: true) ?? TimeSpan.FromSeconds(10),
            Config = variables,
            Secrets = secrets,
            Files = files.Bind(),
            DependsOn = BindDependencies(component, settings),
            Health = settings.Section("health") is { } health ? BindHealth(health, settings) : null,
            Rollback = settings.Section("rollback") is { } rollback ? new RollbackBinder(evaluator).Bind(rollback) : new RollbackSpec(),
        };
        spec = spec with { Strategy = settings.Section("strategy") is { } strategy ? new StrategyBinder(evaluator).Bind(strategy, spec.Replicas) : new RollingSpec() };
        if (config.OfFiles.Count > 0 || files.Places.Count > 0)
            evaluator.Scope.Symbols.Configuration.Note(environment.Name, component, new ConfigurationOrigins(config.OfFiles, files.Places));
        ComponentChecks.Check(component, settings, spec, Diagnostics);
        evaluator.Current = null;
        return spec;
    }

    private ImmutableArray<string> BindCommand(Settings settings, SettingsReader read)
    {
        var command = read.Words("command");
        ComponentChecks.CheckCommand(command, settings, Diagnostics);
        return command ?? [];
    }

    private ImmutableArray<string> BindDependencies(ComponentSymbol component, Settings settings)
    {
        if (settings.Relation("depends") is not { } relation)
            return [];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var symbols = evaluator.Scope.Symbols;
        foreach (var token in relation.Names.Names)
        {
            if (evaluator.NameOf(token) is not { } name)
                continue;
            var at = token.Span;
            if (name == component.Name)
                Diagnostics.Add(GraphFindings.SelfDependency(Diagnostics.Locate(at), name));
            else if (symbols.ComponentsByName.TryGetValue(name, out var other))
                other.IsUsed = true;
            else if (!symbols.Unreadable.Contains(name) && !symbols.HasUnknownComponents)
                symbols.Missing.Add(Words.Component, name, GraphFindings.UnknownComponent(Diagnostics.Locate(at), name, Diagnostics.Nearest(name, symbols.ComponentsByName.Keys)));
            if (name != component.Name && !names.Add(name))
                Diagnostics.Add(GraphFindings.RepeatedName(Diagnostics.Locate(at), name));
        }
        return [.. names];
    }

    private HealthSpec? BindHealth(SectionSettings health, Settings component)
    {
        var read = new SettingsReader(health.Settings, evaluator);
        HealthKind? kind = health.Kind switch { "http" => HealthKind.Http, "tcp" => HealthKind.Tcp, "command" => HealthKind.Command, _ => null };
        if (kind is null)
        {
            var near = Suggestion.Nearest(health.Kind ?? "", Words.HealthKinds);
            Diagnostics.Add(NameFindings.UnknownKind(Diagnostics.Locate(health.KindSpan), "health check", health.Kind ?? "", "http, tcp or command", near));
        }
        var defaults = new HealthSpec { Kind = kind ?? HealthKind.Tcp };
        var spec = defaults with
        {
            Path = read.Text("path") ?? defaults.Path,
            Command = BindCommand(health.Settings, read),
            Every = read.Duration("every") ?? defaults.Every,
            Timeout = read.Duration("timeout") ?? defaults.Timeout,
            HealthyAfter = read.Int("healthy_after", 1, 1000) ?? defaults.HealthyAfter,
            UnhealthyAfter = read.Int("unhealthy_after", 1, 1000) ?? defaults.UnhealthyAfter,
            StartWithin = read.Duration("start_within") ?? defaults.StartWithin,
        };
        if (kind is not null)
            HealthChecks.Check(health, spec, component, Diagnostics);
        return spec;
    }
}
