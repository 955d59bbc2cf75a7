namespace Lumina.Examples.Service;

/// <summary>Who this service is.</summary>
/// <param name="Role">The part it plays: providers, memory, security, core, web, or any other name.</param>
/// <param name="Version">What <c>SERVICE_VERSION</c> says; <c>dev</c> without it.</param>
/// <param name="Instance">What <c>LUMINA_INSTANCE</c> says; the process id without it.</param>
internal sealed record Identity(string Role, string Version, string Instance)
{
    public static Identity From(string[] args, Func<string, string?> environment) => new(
        args is [var role, ..] ? role : "service",
        Or(environment("SERVICE_VERSION"), "dev"),
        Or(environment("LUMINA_INSTANCE"), $"{Environment.ProcessId}"));

    private static string Or(string? value, string otherwise) => string.IsNullOrEmpty(value) ? otherwise : value;
}
