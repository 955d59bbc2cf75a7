using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Records;

/// <summary>How streams of the journal, and the grains that write them, are named.</summary>
public static class Streams
{
    public const string DeploymentPrefix = "dep-";

    public const string ComponentPrefix = "cmp-";

    public const string AlarmPrefix = "alm-";

    /// <summary>The alarms of a plan in an environment.</summary>
    public static string AlarmsOf(string environment, string plan) => $"{AlarmPrefix}{environment}/{plan}";

    /// <exception cref="FormatException">The name is not one of alarms.</exception>
    public static (string Environment, string Plan) AlarmsOf(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var parts = stream.StartsWith(AlarmPrefix, StringComparison.Ordinal) ? stream[AlarmPrefix.Length..].Split('/') : [];
        return parts is [var environment, var plan] ? (environment, plan) : throw new FormatException($"'{stream}' does not name a stream of alarms.");
    }

    public static string Of(ComponentKey key) => ComponentPrefix + key;

    /// <summary>The prefix that the streams of all components of a plan in an environment share.</summary>
    public static string ComponentsOf(string environment, string plan) => $"{ComponentPrefix}{environment}/{plan}/";

    /// <exception cref="FormatException">The name is not a component's.</exception>
    public static ComponentKey ComponentOf(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var parts = stream.StartsWith(ComponentPrefix, StringComparison.Ordinal) ? stream[ComponentPrefix.Length..].Split('/') : [];
        return parts is [var environment, var plan, var component]
            ? new ComponentKey(environment, plan, component)
            : throw new FormatException($"'{stream}' does not name a component's stream.");
    }
}
