using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Deciding;
using Lumina.Journal;
using Lumina.Language.Diagnostics;
using Lumina.Policy;
using Lumina.Policy.Explaining;
using Lumina.Policy.Model;
using Lumina.Policy.Sources;

namespace Lumina.Host.Views;

/// <summary>Why decisions were made: evaluated once more, on what they were made of, with the rules as they were.</summary>
internal sealed class DecisionExplanations(IDocumentStore documents, RecentVerdicts recent, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromSeconds(20);

    private const int LongestId = 100;

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Null when there is no decision of that id.</summary>
    public async Task<DecisionExplanation?> ExplainAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } kept)
            return null;
        var input = kept.Input is { } json ? InputDocument.Read(json.Span) : null;
        var explanation = new DecisionExplanation(
            DecisionReports.Of(kept.Decision), input?.Moment.ToString().ToLowerInvariant(), input?.Clock.Now, input?.Plan.Name, input?.Environment.Name, input?.Deployment.Id,
            null, null, null, null, []);
        return kept.Decision.Engine switch
        {
            "opa" => explanation with { Note = "OPA has decided it, by policies that only OPA knows.", Replay = Replay(kept.Decision, input is not null) },
            "plan" => explanation with { Note = "No rule wants it, but the plan: the approval of its environment." },
            "lumina" => explanation with { Note = "No rule has said it: there was no answer that could be gone by." },
            _ when kept.Decision.Rule == "policy-rules" => explanation with { Note = "It is about the rules themselves: none of them was evaluated for it." },
            _ when input is null => explanation with { Note = "What it was made of was not kept." },
            _ => await EvaluateAsync(explanation, kept, input, cancellationToken),
        };
    }

    /// <summary>What a decision was made of; null when there is no such decision, or nothing was kept.</summary>
    public async Task<ReadOnlyMemory<byte>?> InputAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { Input: { } input } ? input : default(ReadOnlyMemory<byte>?);

    private async Task<Kept?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (recent.Find(id) is var (found, verdict))
            return new Kept(found, verdict.Input.IsEmpty ? default(ReadOnlyMemory<byte>?) : verdict.Input, verdict.Texts);
        if (!id.StartsWith("pol-", StringComparison.Ordinal) || id.Length > LongestId || await documents.FindAsync(id, cancellationToken) is not { } digest || await documents.GetAsync(digest, cancellationToken) is not { } document)
            return null;
        if (DecisionsJson.Read(document.Span).FirstOrDefault(decision => decision.Id == id) is not { } decision)
            return null;
        var input = decision.InputDigest is { Length: > 0 } made ? await documents.GetAsync(made, cancellationToken) : null;
        var texts = await documents.FindAsync(RuleTexts.NameOf(decision.Version), cancellationToken) is { } of && await documents.GetAsync(of, cancellationToken) is { } text
            ? RuleTexts.Read(text.Span)
            : null;
        return new Kept(decision, input, texts);
    }

    /// <summary>Compiles, so it is not done on the caller's thread, nor for many at the same time.</summary>
    private async Task<DecisionExplanation> EvaluateAsync(DecisionExplanation explanation, Kept kept, PolicyModel input, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        var work = Task.Run(() => Evaluate(explanation, kept, input), CancellationToken.None);
        // The next one waits until it has really ended, and not until somebody has given up.
        _ = work.ContinueWith(_ => _oneAtATime.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(Longest, cancellationToken);
        }
        catch (TimeoutException)
        {
            return explanation with { Note = "It took too long to evaluate it once more." };
        }
    }

    private DecisionExplanation Evaluate(DecisionExplanation explanation, Kept kept, PolicyModel input)
    {
        if (kept.Texts is not { } texts)
            return explanation with { Note = "The rules as they were then were not kept." };
        var read = RuleTextReader.Read([.. texts.Files.Select(file => (file.Name, file.Text))]);
        if (read.IsBroken || read.Rules.Digest != kept.Decision.Version || read.Rules.Rules.FirstOrDefault(rule => rule.Name == kept.Decision.Rule) is not { } spec)
            return explanation with { Note = "This version reads the rules as they were then in another way." };
        if (new ConditionExplainer(time, Limit).Explain(spec, input, kept.Decision.Subject) is not { } rule)
            return explanation with { Note = $"The rule is not asked about {kept.Decision.Subject}." };
        return explanation with
        {
            Fires = rule.Fires,
            Where = Of(rule.Where),
            When = Of(rule.When),
            Note = rule is { Where: null, When: null } ? "The rule has no condition: it always fires." : null,
        };
    }

    private static ConditionExplanation? Of(ExplainedCondition? condition) => condition is null ? null : new(
        condition.Value, condition.Failure, [.. condition.Parts.Select(part => new PartExplanation(part.Text, PlaceOf(part.Location), part.Depth, part.Value))]);

    private static string PlaceOf(SourceLocation location) => string.Create(CultureInfo.InvariantCulture, $"{location.File}:{location.Line}:{location.Column}");

    private static string[] Replay(Decision decision, bool hasInput)
    {
        if (!hasInput)
            return [];
        var path = decision.Version.Split('@')[0];
        var reference = string.Concat(path.Split('/').Select(name => name.Contains('-', StringComparison.Ordinal) ? $"[\"{name}\"]" : "." + name));
        return [$"lumina policy explain {decision.Id} --input > input.json", $"opa eval --data DIR --input input.json --format pretty 'data{reference}'"];
    }

    /// <summary>A decision with all that is left of what it was made of.</summary>
    private sealed record Kept(Decision Decision, ReadOnlyMemory<byte>? Input, RuleTexts? Texts);
}
