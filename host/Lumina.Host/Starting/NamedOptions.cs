namespace Lumina.Host.Starting;

/// <summary>The options of a command line: <c>--name value</c>, and flags.</summary>
internal sealed class NamedOptions
{
    private static readonly string[] Flags = ["--on-demand", "--plain-silo-network"];

    private static readonly string[] Values =
        ["--state", "--port", "--agent", "--agent-state", "--token-file", "--store", "--connection", "--password-file", "--cluster", "--silo-port", "--silo-address"];

    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>Null when there is something that is no option of ours.</summary>
    public static NamedOptions? Read(IReadOnlyList<string> args)
    {
        var options = new NamedOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (Flags.Contains(args[i]))
                options._found[args[i]] = "true";
            else if (Values.Contains(args[i]) && i + 1 < args.Count)
                options._found[args[i]] = args[++i];
            else
                return null;
        }

        return options;
    }

    public bool Has(string flag) => _found.ContainsKey(flag);

    public string? Value(string name) => _found.GetValueOrDefault(name);
}
