using System.Text.Json.Serialization;
using Lumina.Api;

namespace Lumina.Cli.SavedPlans;

/// <summary>What <c>lumina plan --out</c> saves: all that it takes to do exactly what was looked at, without the plan's files.</summary>
/// <param name="SavedAt">When.</param>
/// <param name="SavedBy">Who.</param>
/// <param name="Program">The version of the program that saved it.</param>
/// <param name="Submission">The inputs: the text, the folder, the environment, the params. They may be confidential.</param>
/// <param name="Preview">What would change, and the revisions that it was made against.</param>
internal sealed record SavedPlan(DateTimeOffset SavedAt, string SavedBy, string Program, PlanSubmission Submission, Preview Preview)
{
    public static string ThisProgram { get; } = typeof(SavedPlan).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Whether a host would do now what it would have done then.</summary>
    public bool Holds(Preview now) => now.PlanDigest == Preview.PlanDigest && now.ChangeDigest == Preview.ChangeDigest;
}

/// <summary>How a saved plan lies on disk.</summary>
/// <param name="LuminaSavedPlan">The version of the format; what it is told by that it is a saved plan at all.</param>
/// <param name="Checksum">Over the version and the content, as it is written.</param>
/// <param name="Content">A <see cref="SavedPlan"/>.</param>
internal sealed record SavedPlanEnvelope(int LuminaSavedPlan, string Checksum, System.Text.Json.JsonElement Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SavedPlan))]
[JsonSerializable(typeof(SavedPlanEnvelope))]
internal sealed partial class SavedPlanJson : JsonSerializerContext;
