using Lumina.Language.Rules;
using Lumina.Planning.Changes;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;

namespace Lumina.Policy.Engine;

/// <summary>What rules are asked about in one request. Made once for each kind of subject, and shared by all rules of the kind.</summary>
internal sealed class Subjects(PolicyModel model)
{
    private readonly Dictionary<RuleSubject, Asked[]> _made = [];

    public Asked[] Of(RuleSubject subject)
    {
        if (!_made.TryGetValue(subject, out var asked))
            _made[subject] = asked = [.. Make(subject)];
        return asked;
    }

    private IEnumerable<Asked> Make(RuleSubject subject)
    {
        if (subject is RuleSubject.Step)
            return model.Step is { } step ? [OfStep(step)] : [];
        // Before a step only rules about steps are asked: the others have had their say about the whole.
        if (model.Moment is PolicyMoment.Step)
            return [];
        return subject switch
        {
            RuleSubject.Component => OfComponents(),
            RuleSubject.Change => model.Deployment.Changes.Where(change => change.Action is not ChangeAction.Unchanged)
                .Select(change => new Asked(model, "component " + change.Component) { Component = change.After ?? change.Before, Change = change }),
            RuleSubject.Deployment => [new(model, "deployment")],
            RuleSubject.Environment => [new(model, "environment " + model.Environment.Name)],
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "A subject that nobody knows how to ask about."),
        };
    }

    private IEnumerable<Asked> OfComponents()
    {
        var changes = ChangesByName();
        return model.Plan.Components.Select(component => new Asked(model, "component " + component.Name)
        {
            Component = component,
            Change = changes.GetValueOrDefault(component.Name),
        });
    }

    private Asked OfStep(StepView step)
    {
        var change = ChangesByName().GetValueOrDefault(step.Component);
        return new(model, $"step {step.Number} of {step.Component}") { Component = model.Plan.Component(step.Component) ?? change?.After, Change = change };
    }

    private Dictionary<string, ChangeView> ChangesByName() => model.Deployment.Changes.ToDictionary(change => change.Component, StringComparer.Ordinal);
}
