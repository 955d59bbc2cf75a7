namespace Lumina.Deployments.Environments;

/// <summary>What the host has to configure for environments.</summary>
public static class EnvironmentStorage
{
    /// <summary>The name of the grain storage that keeps who is inside and who waits.</summary>
    public const string Name = "lumina";
}
