using Lumina.Api;

namespace Lumina.Cli.Commands;

/// <summary>Finds the deployment that a person means.</summary>
internal static class DeploymentId
{
    private const string Prefix = "dep-";
    private const int Length = 30;
    private const int Newest = 1000;
    private const int Shown = 5;

    public static bool LooksLikeOne(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The id that is, begins with or ends with a text.</summary>
    /// <exception cref="CliException">None of the newest thousand does, or more than one.</exception>
    public static async Task<string> ResolveAsync(LuminaClient client, string text, CancellationToken cancellationToken)
    {
        if (LooksLikeOne(text) && text.Length == Length) return text;
        var all = await client.ListDeploymentsAsync(null, null, Newest, cancellationToken);
        var found = all.Select(summary => summary.Id).Where(id => Fits(id, text)).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new CliException(
                ExitCode.Wrong, new(ProblemCodes.NotFound, $"There is no deployment {text}.", "See: lumina history")),
            _ => throw new CliException(
                ExitCode.Wrong,
                new(ProblemCodes.NotFound, $"{found.Length} deployments fit {text}: {Listed(found)}", "Write more of the id.")),
        };
    }

    /// <summary>The one that is named, or else the only one that has not ended.</summary>
    /// <exception cref="CliException">None is open, or more than one.</exception>
    public static async Task<string> ResolveOpenAsync(LuminaClient client, string? text, CancellationToken cancellationToken)
    {
        if (text is not null) return await ResolveAsync(client, text, cancellationToken);
        var all = await client.ListDeploymentsAsync(null, null, Newest, cancellationToken);
        var open = all.Where(summary => !summary.Ended).ToArray();
        return open switch
        {
            [var one] => one.Id,
            [] => throw new CliException(ExitCode.Wrong, new(ProblemCodes.NotFound, "No deployment is open.", "See: lumina history")),
            _ => throw new CliException(
                ExitCode.Wrong,
                new(
                    ProblemCodes.NotFound, "More than one deployment is open: " + Listed([.. open.Select(summary => summary.Id)]),
                    "Name one.")),
        };
    }

    private static string Listed(string[] ids) => string.Join(", ", ids.Take(Shown)) + (ids.Length > Shown ? ", …" : "");

    private static bool Fits(string id, string text)
    {
        var wanted = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text : Prefix + text;
        return id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) || id.EndsWith(text, StringComparison.OrdinalIgnoreCase);
    }
}
