using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Rotation;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Host.Api;

/// <summary>What stores said when they were asked which versions are the newest, at the places where the plan uses them. One finding for each reason: a store that
/// is away is one thing to know, however many secrets are in it.</summary>
internal static class SecretFindings
{
    private const int MostNamed = 8;

    public static IEnumerable<Finding> Of(PlannedChanges planned, PlanCompilation compilation, string environment)
    {
        foreach (var silent in planned.Unknown.GroupBy(remark => remark.Reason, StringComparer.Ordinal))
        {
            yield return At(
                ProblemCodes.SecretVersionUnknown, Severity.Warning, silent.First(),
                $"Which version is the newest can't be found out: {silent.Key}. What runs keeps its version. It is about {Names(silent)}.");
        }

        foreach (var refused in planned.Refused.GroupBy(remark => remark.Reason, StringComparer.Ordinal))
            yield return At(ProblemCodes.SecretMissing, Severity.Error, refused.First(), $"A secret can't be had: {refused.Key}. It is about {Names(refused)}.");

        foreach (var silent in planned.Unread.GroupBy(unread => unread.Reason, StringComparer.Ordinal))
        {
            yield return At(
                ProblemCodes.ConfigurationUnread, Severity.Warning, new SecretRemark(silent.First().Component, "", silent.Key),
                $"Whether instances have what they should have is not known: {silent.Key}. They stay as they are. It is about {Few(silent.Select(unread => unread.Component))}.");
        }

        Finding At(string code, Severity severity, SecretRemark remark, string message)
        {
            var at = compilation.OriginsOf(environment, remark.Component).Of(remark.Path).Location ?? compilation.LocationOf(remark.Component);
            return new Finding(code, Wording.Of(severity), message, at.File, at.Line, at.Column, at.EndLine, at.EndColumn);
        }
    }

    private static string Names(IEnumerable<SecretRemark> remarks) => Few(remarks.Select(remark => $"{remark.Path} of {remark.Component}"));

    private static string Few(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "");
    }
}
