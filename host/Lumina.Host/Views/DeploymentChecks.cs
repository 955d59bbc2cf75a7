using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;

namespace Lumina.Host.Views;

/// <summary>What policy was asked in the course of a deployment: collected event by event, and then read where it is kept.</summary>
internal sealed class DeploymentChecks
{
    private readonly List<(DateTimeOffset At, string? Component, int? Step, PolicyCheck Check)> _checks = [];

    public void Take(DateTimeOffset at, DeploymentRecord happened)
    {
        if (happened is PolicyDecided decided)
            _checks.Add((at, null, null, decided.Check));
    }

    public void Take(DateTimeOffset at, string component, ComponentEvent happened)
    {
        if (happened is StepDecided decided)
            _checks.Add((at, component, decided.Step, decided.Check));
    }

    /// <param name="documents">Where decisions are kept.</param>
    /// <param name="most">How many checks at most.</param>
    /// <param name="silent">Whether those are told too to which nobody had anything to say.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<PolicyCheckReport>> ReadAsync(IDocumentStore documents, int most, bool silent, CancellationToken cancellationToken)
    {
        var reports = new List<PolicyCheckReport>();
        foreach (var (at, component, step, check) in _checks.Where(c => silent || c.Check.Decisions is not null).Take(most))
        {
            var decisions = check.Decisions is { } digest && await documents.GetAsync(digest, cancellationToken) is { } document ? DecisionsJson.Read(document.Span) : [];
            reports.Add(new PolicyCheckReport(
                check.Moment.ToString().ToLowerInvariant(), at, component, step, check.Versions, check.Input, check.Milliseconds, [.. decisions.Select(DecisionReports.Of)]));
        }
        return reports;
    }
}
