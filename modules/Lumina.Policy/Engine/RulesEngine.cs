using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;

namespace Lumina.Policy.Engine;

/// <summary>Rules in this process.</summary>
internal sealed class RulesEngine(IRuleSource source, ConditionCompiler compiler, TimeProvider time, RuleLimits limits) : IPolicyEngine
{
    public const string EngineName = "rules";

    /// <summary>The rule that decisions about the rules themselves name.</summary>
    public const string RulesThemselves = "policy-rules";

    private readonly RuleBook _book = new(source, compiler);
    private readonly EvaluationThreads _threads = new(time, limits.Threads);

    public string Name => EngineName;

    /// <summary>Reads and compiles, so that the first decision needn't wait for it.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => _book.OpenAsync(cancellationToken);

    public async Task<EngineAnswer> DecideAsync(PolicyRequest request, PolicyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(input);
        RuleBook.Page page;
        try
        {
            page = await _book.OpenAsync(cancellationToken);
        }
#pragma warning disable CA1031 // An engine that can't decide denies, whatever the reason.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new([About(RuleEffect.Deny, $"The rules can't be had: {e.Message}", "", input)], "");
        }

        if (page.Rules is not { } rules)
            return new([About(RuleEffect.Deny, "No rules can be asked. " + First(page), "", input)], "");
        var decisions = await AskAsync(rules, request, input, cancellationToken);
        return new(
            page.Problems.IsEmpty
                ? decisions
                : decisions.Add(About(RuleEffect.Warn, $"The newest rules are broken, so those before them were asked ({rules.Set.Digest}). {First(page)}", rules.Set.Digest, input)),
            rules.Set.Digest)
        { Texts = page.Texts };
    }

    public async Task<EngineHealth> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var page = await _book.OpenAsync(cancellationToken);
            return new(Name, page.Rules?.Set.Digest ?? "", [.. page.Problems.Select(Text)]) { Rules = page.Rules?.Set.Rules.Length, Waivers = page.Rules?.Set.Waivers.Length };
        }
#pragma warning disable CA1031 // Whatever it is, it is what there is to tell.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new(Name, "", [$"The rules can't be had: {e.Message}"]);
        }
    }

    private async Task<ImmutableArray<Decision>> AskAsync(CompiledRules rules, PolicyRequest request, PolicyInput input, CancellationToken cancellationToken)
    {
        var guard = new Guard(time);
        guard.EndAt(time.GetTimestamp() + (long)(limits.Time.TotalSeconds * time.TimestampFrequency));
        try
        {
            return await _threads.RunAsync(
                () => new Evaluation(rules, input.Model ?? PolicyModel.Of(request), input.Digest, guard).Run(), limits.Time + limits.Grace, cancellationToken);
        }
        catch (TimeoutException e)
        {
            return [About(RuleEffect.Deny, $"The rules were not asked to the end: {e.Message}.", rules.Set.Digest, input)];
        }
    }

    private static Decision About(RuleEffect effect, string message, string version, PolicyInput input) => new()
    {
        Id = "",
        Engine = EngineName,
        Rule = RulesThemselves,
        Version = version,
        Subject = "deployment",
        Effect = effect,
        Message = message,
        InputDigest = input.Digest,
    };

    private static string First(RuleBook.Page page) => page.Problems switch
    {
        [] => "",
        [var only] => Text(only),
        [var first, ..] => Text(first) + string.Create(CultureInfo.InvariantCulture, $" There are {page.Problems.Length - 1} more."),
    };

    private static string Text(Language.Diagnostics.Diagnostic problem) =>
        string.Create(CultureInfo.InvariantCulture, $"{problem.Location.File}:{problem.Location.Line}:{problem.Location.Column}: {problem.Code} {problem.Message}");
}

/// <summary>How long rules may take.</summary>
public sealed record RuleLimits
{
    /// <summary>For all rules of one request.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much longer is waited for a thread that doesn't notice that the time is over.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many requests are evaluated at the same time; those that hang included.</summary>
    public int Threads { get; init; } = 8;
}
