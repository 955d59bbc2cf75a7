using System.Collections.Immutable;

namespace Lumina.Policy.Opa;

/// <summary>One policy of OPA, before and after; null where there is none.</summary>
internal sealed record PolicyStep(string Id, string? Before, string? After)
{
    public PolicyStep Back => new(Id, After, Before);
}

/// <summary>Carries out changes of policies, and takes them back when one of them is refused. OPA compiles all its policies at each change, so one that needs another
/// has to come after it: what is refused is tried again as long as something else gets through.</summary>
internal sealed class PolicySteps(OpaClient client, string prefix)
{
    /// <returns>Why it failed, and everything is as it was; null when all is done.</returns>
    public async Task<OpaFailure?> GoAsync(IEnumerable<PolicyStep> steps, CancellationToken cancellationToken)
    {
        var touched = new List<PolicyStep>();
        try
        {
            if (await AllAsync([.. steps], touched, cancellationToken) is not { } failure)
                return null;
            return await BackAsync(touched, failure);
        }
        catch (OperationCanceledException)
        {
            if (await BackAsync(touched, null) is { } left)
                return left;
            throw;
        }
    }

    private async Task<OpaFailure?> AllAsync(List<PolicyStep> steps, List<PolicyStep> touched, CancellationToken cancellationToken)
    {
        while (steps.Count > 0)
        {
            var refused = new List<(PolicyStep Step, OpaFailure Failure)>();
            foreach (var step in steps)
            {
                // Whether it was done is not known when there is no answer, so it counts as touched before it is.
                touched.Add(step);
                var failure = step.After is { } text ? await client.PutPolicyAsync(step.Id, text, cancellationToken) : await client.DeletePolicyAsync(step.Id, cancellationToken);
                if (failure is null)
                    continue;
                if (failure is { Code: OpaCodes.ErrorStatus or OpaCodes.Unauthorized, IsUnavailable: false })
                    touched.RemoveAt(touched.Count - 1);
                if (failure.Problems.IsEmpty)
                    return failure;
                refused.Add((step, failure));
            }

            if (refused.Count == steps.Count)
                return Refusal(refused.SelectMany(r => r.Failure.Problems));
            steps = [.. refused.Select(r => r.Step)];
        }

        return null;
    }

    private async Task<OpaFailure?> BackAsync(List<PolicyStep> touched, OpaFailure? cause)
    {
        touched.Reverse();
        var (waiting, left) = (touched.ConvertAll(step => step.Back), new List<PolicyStep>());
        // Not to be cancelled: half of it would stay.
        if (await AllAsync(waiting, left, CancellationToken.None) is not { } failure)
            return cause is null ? null : cause with { Message = cause.Message + " Nothing is changed." };
        return new(OpaCodes.NotTakenBack, $"{cause?.Message ?? "The push was cancelled."} What it had changed could not be taken back, and OPA may have some of the new policies and some of the old ones: "
            + $"push again what is to be there. {failure.Message}")
        {
            Problems = cause?.Problems ?? [],
        };
    }

    private OpaFailure Refusal(IEnumerable<PolicyProblem> found)
    {
        var problems = found.Select(p => p with { File = p.File.StartsWith(prefix + "/", StringComparison.Ordinal) ? p.File[(prefix.Length + 1)..] : p.File }).Distinct().ToImmutableArray();
        // What misses a function of a file that can't be parsed is right again as soon as that file is.
        var causes = problems.Where(p => p.Code is "rego_parse_error").ToImmutableArray();
        problems = causes.IsEmpty ? problems : causes;
        return new(OpaCodes.PolicyRefused, $"OPA does not take {problems.Select(p => p.File).Distinct().Count()} of the files.") { Problems = problems };
    }
}
