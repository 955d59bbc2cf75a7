namespace Lumina.Host.Starting;

/// <summary>The options of a command line: <c>--name value</c>, and flags.</summary>
internal sealed class NamedOptions
{
    private static readonly string[] Flags = ["--on-demand", "--plain-silo-network", PolicySettings.PlainHttpOption, .. VaultSettings.Flags];

    private static readonly string[] Values =
        ["--state", "--port", "--agent", "--agent-state", "--token-file", "--listen", "--certificate", "--certificate-key", "--store", "--connection", "--password-file", "--cluster", "--silo-port", "--silo-address",
            "--rules", "--opa", "--opa-path", "--opa-token-file", "--opa-ca-file", "--opa-timeout", .. VaultSettings.Options];

    private readonly Dictionary<string, List<string>> _found = new(StringComparer.Ordinal);

    /// <summary>Null when there is something that is no option of ours.</summary>
    public static NamedOptions? Read(IReadOnlyList<string> args)
    {
        var options = new NamedOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (Flags.Contains(args[i]))
                options.Add(args[i], "true");
            else if (Values.Contains(args[i]) && i + 1 < args.Count)
                options.Add(args[i], args[++i]);
            else
                return null;
        }

        return options;
    }

    public bool Has(string flag) => _found.ContainsKey(flag);

    /// <summary>The value of an option; of one that was given several times the last.</summary>
    public string? Value(string name) => _found.GetValueOrDefault(name)?[^1];

    /// <summary>All values of an option that may be given several times.</summary>
    public IReadOnlyList<string> All(string name) => _found.GetValueOrDefault(name) ?? [];

    private void Add(string name, string value)
    {
        if (!_found.TryGetValue(name, out var values))
            _found[name] = values = [];
        values.Add(value);
    }
}
