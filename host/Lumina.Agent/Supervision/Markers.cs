namespace Lumina.Agent.Supervision;

/// <summary>The variables that tell an instance who it is, and a successor whose a process is.</summary>
internal static class Markers
{
    public const string Agent = "LUMINA_AGENT";
    public const string Environment = "LUMINA_ENVIRONMENT";
    public const string Plan = "LUMINA_PLAN";
    public const string Component = "LUMINA_COMPONENT";
    public const string Revision = "LUMINA_REVISION";
    public const string Instance = "LUMINA_INSTANCE";
    public const string Run = "LUMINA_RUN";

    /// <summary>Set for health commands only: they are never an instance, and end with it.</summary>
    public const string Probe = "LUMINA_PROBE";

    /// <summary>Set for log writers only: whose, an instance and its run. They carry no <see cref="Instance"/>, and outlive it by its last words.</summary>
    public const string LogOf = "LUMINA_LOG_OF";

    public const string ConfigFolder = "LUMINA_CONFIG_DIR";
    public const string SecretsFolder = "LUMINA_SECRETS_DIR";
    public const string Port = "PORT";
}
