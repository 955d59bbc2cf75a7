namespace Lumina.Api;

/// <summary>A store that secrets are taken from, and how it is.</summary>
/// <param name="Kind"><c>vault</c> or <c>sealed</c>.</param>
/// <param name="Healthy">Whether it can be used.</param>
/// <param name="Message">How it is, or why it can't be used and what to do.</param>
public sealed record SecretStoreStatus(string Kind, bool Healthy, string Message);
