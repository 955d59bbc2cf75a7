using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Engine;
using Lumina.Policy.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Policy;

/// <summary>What policy is set up with.</summary>
public sealed record PolicyOptions
{
    /// <summary>Folders of rules; none for no rules. A folder that is not there denies everything.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Reads their texts.</summary>
    public required RuleReader Reader { get; init; }

    /// <summary>Where compiled conditions are kept, a folder of its own; null to compile at each start.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How long rules may take.</summary>
    public RuleLimits Limits { get; init; } = new();
}

/// <summary>Registers the module.</summary>
public static class PolicyRegistration
{
    /// <summary>Adds <see cref="IPolicy"/>, which asks every <see cref="IPolicyEngine"/> that is registered, and with folders of rules the engine for those. Rules are read and
    /// compiled from the moment at which the engine is made.</summary>
    public static IServiceCollection AddLuminaPolicy(this IServiceCollection services, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<IPolicy>(provider => new PolicyDesk(provider.GetServices<IPolicyEngine>()));
        if (options.Rules.IsEmpty)
            return services;
        return services.AddSingleton<IPolicyEngine>(provider =>
        {
            var source = new FolderRuleSource(options.Rules, options.Reader);
            var engine = Rules(source, options.CacheFolder, provider.GetService<TimeProvider>() ?? TimeProvider.System, options.Limits);
            // What goes wrong in it goes wrong again at the first decision, which tells.
            _ = engine.WarmUpAsync(CancellationToken.None).ContinueWith(done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return engine;
        });
    }

    /// <summary>The engine for rules by itself, for whoever has no services.</summary>
    /// <param name="source">Where rules come from: a <see cref="FolderRuleSource"/>.</param>
    /// <param name="cacheFolder">Where compiled conditions are kept; null to keep none.</param>
    /// <param name="time">The clock that limits are measured by.</param>
    /// <param name="limits">How long rules may take.</param>
    public static IPolicyEngine CreateRules(IRuleSource source, string? cacheFolder, TimeProvider time, RuleLimits limits) =>
        Rules(source, cacheFolder, time, limits);

    /// <summary>The engine for rules that were read once; or else what is wrong with their conditions.</summary>
    /// <param name="rules">A set without errors, as far as the language can tell.</param>
    /// <param name="time">The clock that limits are measured by.</param>
    /// <param name="limits">How long rules may take.</param>
    public static (IPolicyEngine? Engine, ImmutableArray<Diagnostic> Problems) CreateRules(RuleSet rules, TimeProvider time, RuleLimits limits)
    {
        var compiler = new ConditionCompiler();
        var problems = compiler.Check(rules);
        // The engine finds them compiled.
        return problems.IsEmpty ? (new RulesEngine(new FixedRuleSource(rules), compiler, time, limits), []) : (null, problems);
    }

    private static RulesEngine Rules(IRuleSource source, string? cacheFolder, TimeProvider time, RuleLimits limits) =>
        new(source, new ConditionCompiler(cacheFolder), time, limits);
}
