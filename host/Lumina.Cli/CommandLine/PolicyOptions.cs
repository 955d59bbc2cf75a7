using System.CommandLine;

namespace Lumina.Cli.CommandLine;

/// <summary>What a host that is started is told of policy. The host knows what it means; here only paths are made whole, since the host starts elsewhere.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "For a host that is started: a folder with the policy team's .rules files. May be given several times. LUMINA_RULES unless given.",
        HelpName = "DIR",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _opa = new("--opa") { Description = "For a host that is started: the OPA that is asked. LUMINA_OPA unless given.", HelpName = "URL" };

    private readonly Option<string?> _opaPath = new("--opa-path")
    {
        Description = "The decision that it is asked for: acme/deploy for the package acme.deploy. LUMINA_OPA_PATH, or lumina, unless given.",
        HelpName = "PATH",
    };

    private readonly Option<string?> _opaTokenFile = new("--opa-token-file") { Description = "The file with the token that OPA wants to see.", HelpName = "FILE" };

    private readonly Option<string?> _opaCaFile = new("--opa-ca-file") { Description = "The file with the authority that OPA's certificate is of; the machine's own unless given.", HelpName = "FILE" };

    private readonly Option<string?> _opaTimeout = new("--opa-timeout") { Description = "How long OPA's answer is waited for, 10ms to 10s; 5s unless given.", HelpName = "TIME" };

    private readonly Option<bool> _opaPlainHttp = new("--opa-plain-http")
    {
        Description = "Ask an OPA on another machine over http:// too: nobody can listen or meddle on the way to it.",
    };

    public IEnumerable<Option> All => [_rules, _opa, _opaPath, _opaTokenFile, _opaCaFile, _opaTimeout, _opaPlainHttp];

    /// <summary>The same as arguments of a host's command line; none when nothing was said.</summary>
    public IReadOnlyList<string> Arguments(ParseResult parse, string currentDirectory)
    {
        var arguments = new List<string>();
        foreach (var folder in parse.GetValue(_rules) ?? []) arguments.AddRange([_rules.Name, Path.GetFullPath(folder, currentDirectory)]);
        foreach (var option in (Option<string?>[])[_opa, _opaPath, _opaTimeout])
            if (parse.GetValue(option) is { } value) arguments.AddRange([option.Name, value]);
        foreach (var option in (Option<string?>[])[_opaTokenFile, _opaCaFile])
            if (parse.GetValue(option) is { } file) arguments.AddRange([option.Name, Path.GetFullPath(file, currentDirectory)]);
        if (parse.GetValue(_opaPlainHttp)) arguments.Add(_opaPlainHttp.Name);
        return arguments;
    }
}
