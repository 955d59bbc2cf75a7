using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>What <c>--output json</c> prints. Its names are a promise to scripts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(DeploymentReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(GraphReport))]
[JsonSerializable(typeof(ParamReport))]
[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(Preview))]
[JsonSerializable(typeof(RehearsalReport))]
[JsonSerializable(typeof(DeploymentDetail))]
[JsonSerializable(typeof(DeploymentSummary[]))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(TargetHealth))]
[JsonSerializable(typeof(JournalReport))]
[JsonSerializable(typeof(JournalOverview))]
[JsonSerializable(typeof(ArchiveAnswer))]
[JsonSerializable(typeof(ArchiveReport))]
[JsonSerializable(typeof(PolicyCheckOfPlan))]
[JsonSerializable(typeof(RuleTestsReport))]
[JsonSerializable(typeof(PushReport))]
[JsonSerializable(typeof(DecisionExplanation))]
[JsonSerializable(typeof(SecretReport))]
[JsonSerializable(typeof(SecretReport[]))]
[JsonSerializable(typeof(SecretRotationReport))]
[JsonSerializable(typeof(SecretsInUse))]
[JsonSerializable(typeof(ComponentConfigurations))]
[JsonSerializable(typeof(ConfigurationReport))]
[JsonSerializable(typeof(ConfigurationDiffReport))]
internal sealed partial class CliJson : JsonSerializerContext
{
    private static readonly CliJson Indented = new(new(Written(indented: true)));
    private static readonly CliJson OneLine = new(new(Written(indented: false)));

    /// <summary>Indented; for one result.</summary>
    public static string Text<T>(T result, Func<CliJson, JsonTypeInfo<T>> type) => JsonSerializer.Serialize(result, type(Indented));

    /// <summary>In one line; for a stream of results.</summary>
    public static string Line<T>(T result, Func<CliJson, JsonTypeInfo<T>> type) => JsonSerializer.Serialize(result, type(OneLine));

    // Read by programs and people, never by a browser: an arrow may stay an arrow.
    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
