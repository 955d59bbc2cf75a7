namespace Lumina.Analysis.Sources;

/// <summary>What is looked at.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Component">The component.</param>
/// <param name="Revision">The new revision.</param>
/// <param name="Baseline">The one that ran before; null when there was none.</param>
/// <param name="Directory">The folder that commands run in.</param>
public sealed record AnalysisSubject(string Environment, string Component, int Revision, int? Baseline, string Directory)
{
    /// <summary>A text with what stands in it for this subject filled in.</summary>
    /// <param name="text">With <c>{{revision}}</c>, <c>{{component}}</c>, <c>{{environment}}</c> in it.</param>
    /// <param name="revision">The revision that is asked about.</param>
    public string Fill(string text, int revision)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("{{", StringComparison.Ordinal)
            ? text.Replace("{{revision}}", revision.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{{component}}", Component, StringComparison.Ordinal)
                .Replace("{{environment}}", Environment, StringComparison.Ordinal)
            : text;
    }
}
