using System.Collections.Immutable;
using System.Globalization;
using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>Who decides what may be deployed. Rules come from folders of the policy team, which the host is told of and not the plan.</summary>
internal sealed record PolicySettings
{
    public const string RulesKey = "Lumina:Policy:Rules", OpaKey = "Lumina:Policy:Opa", PlainHttpOption = "--opa-plain-http";

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10), LongestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Folders with <c>.rules</c> files, absolute; none for no rules.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>OPA; null for none.</summary>
    public OpaSettings? Opa { get; init; }

    /// <summary>Whether anything is to be asked.</summary>
    public bool IsWanted => !Rules.IsEmpty || Opa is not null;

    /// <summary>The engines by name; null when there are none.</summary>
    public IReadOnlyList<string>? Engines => IsWanted ? [.. Rules.IsEmpty ? Array.Empty<string>() : ["rules"], .. Opa is null ? Array.Empty<string>() : ["opa"]] : null;

    /// <exception cref="HostStartException">They can't be meant.</exception>
    public static PolicySettings Read(NamedOptions options, IConfiguration configuration)
    {
        var folders = options.All("--rules") is { Count: > 0 } given ? given : Listed(configuration, RulesKey);
        return new PolicySettings { Rules = folders.Count == 0 ? [] : [.. folders.Select(Folder)], Opa = ReadOpa(options, configuration) };
    }

    private static OpaSettings? ReadOpa(NamedOptions options, IConfiguration configuration)
    {
        string? Said(string option, string key) => StoreSettings.Given(options.Value(option) ?? configuration[$"{OpaKey}:{key}"]);
        var (path, tokenFile, caFile, timeout) = (Said("--opa-path", "Path"), Said("--opa-token-file", "TokenFile"), Said("--opa-ca-file", "CaFile"), Said("--opa-timeout", "Timeout"));
        var plainHttp = options.Has(PlainHttpOption) || configuration[$"{OpaKey}:PlainHttp"] is "true" or "True";
        if (Said("--opa", "Url") is not { } url)
            return path is null && tokenFile is null && caFile is null && timeout is null && !plainHttp ? null : throw Wrong("Something is said about OPA, and not where it is.", "Give --opa URL, or LUMINA_OPA.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Wrong($"'{url}' is not the address of an OPA.", "Write it as --opa http://127.0.0.1:8181");
        return new OpaSettings(address.ToString(), path?.Trim('/') ?? OpaSettings.UsualPath)
        {
            TokenFile = tokenFile is null ? null : Readable(tokenFile),
            CaFile = caFile is null ? null : Readable(caFile),
            PlainHttp = plainHttp,
            Timeout = timeout is null ? OpaSettings.UsualTimeout : Duration(timeout),
            OnUnavailable = Unavailable(configuration.GetSection($"{OpaKey}:OnUnavailable")),
        };
    }

    private static string[] Listed(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } text
        ? text.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [.. configuration.GetSection(key).GetChildren().Select(child => child.Value).OfType<string>().Where(folder => folder.Length > 0)];

    private static string Folder(string folder) => Directory.Exists(folder) ? Path.GetFullPath(folder)
        : throw Wrong($"There is no folder {folder} to take rules from.", "Name the folder that has the .rules files: --rules DIR.");

    private static string Readable(string file) => File.Exists(file) ? Path.GetFullPath(file)
        : throw Wrong($"There is no file {file}.", "It is named by what is said about OPA.");

    private static TimeSpan Duration(string text)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1)];
        foreach (var (unit, seconds) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && TimeSpan.FromSeconds(Math.Min(number * seconds, 1_000)) is var time && time >= ShortestTimeout && time <= LongestTimeout)
                return time;
        }
        throw Wrong($"'{text}' is no time for which OPA is waited for.", "Write 10ms to 10s.");
    }

    private static ImmutableSortedDictionary<string, string> Unavailable(IConfigurationSection section)
    {
        var warns = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var environment in section.GetChildren().Where(child => child.Value is { Length: > 0 }))
        {
            warns = warns.Add(environment.Key, environment.Value switch
            {
                ("warn" or "deny") and var word => word,
                var other => throw Wrong($"'{other}' is nothing that follows when OPA does not answer in {environment.Key}.", "It is deny or warn."),
            });
        }
        return warns;
    }

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}

/// <summary>How OPA is asked.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Path">The decision that it is asked for, without the slashes around it.</param>
internal sealed record OpaSettings(string Url, string Path)
{
    public const string UsualPath = "lumina";

    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Nothing is said of any environment.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Nowhere = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The file with the token that it wants to see; null when it wants none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The file with the authority that its certificate is of; null for the machine's own.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether it may be asked over plain http on another machine.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Timeout { get; init; } = UsualTimeout;

    /// <summary>By environment: <c>warn</c> or <c>deny</c>, which follows when there is no answer; a denial everywhere else.</summary>
    public ImmutableSortedDictionary<string, string> OnUnavailable { get; init; } = Nowhere;
}
