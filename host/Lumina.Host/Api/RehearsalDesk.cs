using System.Collections.Immutable;
using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Planning;
using Lumina.Planning.Changes;
using Lumina.Rehearsal;
using Lumina.Rehearsal.Drawing;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Host.Api;

/// <summary>
/// Takes requests for rehearsals in. What this host can't carry out yet, or has no driver for, can be rehearsed all the same. One at a time: each of
/// them may keep a processor busy for a while.
/// </summary>
internal sealed class RehearsalDesk(IJournal journal) : IDisposable
{
    private const int MostInjections = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1, 1);

    public void Dispose() => _turn.Dispose();

    public async Task<IResult> RehearseAsync(RehearsalRequest request, CancellationToken cancellationToken)
    {
        if (Malformed(request) is { } wrong)
            return Problems.BadRequest(wrong);
        var readings = request.Injections.Select(text => (Text: text, Read: InjectionText.Read(text))).ToArray();
        if (readings.FirstOrDefault(r => r.Read.Problem is not null) is { Read.Problem: { } problem } bad)
            return BadInjection($"{problem}\n  {bad.Text}\n  {new string(' ', Math.Min(bad.Read.Column, bad.Text.Length + 1) - 1)}^");

        var compilation = PlanCompiler.Compile(PlanPreviews.InputsOf(request.Submission));
        var name = request.Submission.Environment ?? compilation.DefaultEnvironment;
        var findings = compilation.Diagnostics.AddRange(PlanChecks.Check(compilation));
        if (compilation.PlanFor(name) is not { } plan || findings.Any(f => f.Severity == Severity.Error))
            return Show(new RehearsalReport(compilation.PlanName, name, null, null, 0, [], [], [], [], PlanPreviews.Entries(findings)));
        var order = new RehearsalOrder
        {
            Plan = plan,
            Directory = request.Submission.Directory,
            Running = await RunningAsync(plan.Environment.Name, plan.Name, cancellationToken),
            From = Enum.Parse<RehearsedFrom>(request.From, ignoreCase: true),
            Injections = [.. readings.Select(r => r.Read.Injection!)],
            HoldsGates = request.HoldGates,
        };
        order = order with
        {
            StartTime = request.StartSeconds is { } start ? TimeSpan.FromSeconds(start) : order.StartTime,
            RequestsPerSecond = request.RequestsPerSecond ?? order.RequestsPerSecond,
        };
        return Rehearsals.Check(order) is [var impossible, ..] ? BadInjection(impossible)
            : await PlayAsync(order, cancellationToken) is { } timeline ? Show(ReportOf(timeline, request.Picture, PlanPreviews.Entries(findings)))
            : Problems.Of(400, new Problem(
                ProblemCodes.BadRequest, string.Create(CultureInfo.InvariantCulture, $"The rehearsal was not through after {Patience.TotalSeconds} s and was ended."),
                "Rehearse fewer components, or let checks measure less often."));
    }

    /// <summary>Null when it takes too long.</summary>
    private async Task<Timeline?> PlayAsync(RehearsalOrder order, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            enough.CancelAfter(Patience);
            // All of it is computing: not on a thread that answers requests.
            return await Task.Run(() => Rehearsals.RunAsync(order, enough.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IReadOnlyCollection<RunningComponent>> RunningAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        var running = new List<RunningComponent>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(environment, plan), cancellationToken))
        {
            if (DeploymentStreams.ReadComponent(head).Current is { Revision: var live })
                running.Add(new RunningComponent(live.Number, live.Spec, live.Directory));
        }
        return running;
    }

    private static RehearsalReport ReportOf(Timeline timeline, bool picture, ImmutableArray<Finding> findings) => new(
        timeline.Plan, timeline.Environment, Word(timeline.Outcome.ToString()), timeline.Reason, timeline.Duration.TotalSeconds,
        [.. timeline.Components.Select(c => new RehearsedComponent(c.Name, c.Action, c.Strategy, c.FromVersion, c.ToVersion))],
        [.. timeline.Entries.Select(e => new RehearsalEntry(
            e.At.TotalSeconds, e.Component, Word(e.Kind.ToString()), e.Text, e.Step, e.Steps, e.Sample?.NewPercent, e.Sample?.OldPercent, e.Sample?.NewReady,
            e.Sample?.OldReady, e.Evidence))],
        [.. timeline.Noticed.Select(n => new RehearsalNotice(
            n.Component, n.At.TotalSeconds, n.Reason, n.Evidence, n.InjectedAt?.TotalSeconds, n.TrafficBackAt?.TotalSeconds))],
        timeline.Notes, findings)
    {
        Picture = picture ? TimelineSvg.Of(timeline) : null,
    };

    /// <summary><c>TrafficBack</c> is <c>traffic-back</c>.</summary>
    private static string Word(string name) => string.Concat(name.Select((letter, at) => (at > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));

    private static IResult Show(RehearsalReport report) => Results.Json(report, ApiJson.Default.RehearsalReport);

    private static IResult BadInjection(string message) => Problems.Of(400, new Problem(
        ProblemCodes.BadInjection, message, "Write it as \"web: error_rate=20% at step 2\"; lumina rehearse --help has the rest."));

    private static string? Malformed(RehearsalRequest request) =>
        request.Submission is null || request.Injections is null || request.Injections.Any(text => text is null) ? "A rehearsal needs a plan and its injections."
        : PlanPreviews.Malformed(request.Submission) is { } wrong ? wrong
        : request.Injections.Count > MostInjections ? $"A rehearsal has at most {MostInjections} injections."
        : request.From is not ("running" or "previous" or "nothing") ? $"'{request.From}' is nothing to begin with: running, previous or nothing."
        : request.StartSeconds is not (null or (>= 0 and <= 86_400)) ? "An instance takes from 0 to 86400 seconds to start."
        : request.RequestsPerSecond is not (null or (>= 0 and <= 100_000)) ? "A component gets from 0 to 100000 requests a second."
        : null;
}
