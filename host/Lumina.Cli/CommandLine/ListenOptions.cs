using System.CommandLine;

namespace Lumina.Cli.CommandLine;

/// <summary>How a host that is started is reached from other machines. The host knows what it means; here only paths are made whole, since the host starts elsewhere.</summary>
internal sealed class ListenOptions
{
    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "An address of this machine where its API is reached from others too, over TLS; port 7400 unless given. Wants a certificate and --token-file. LUMINA_LISTEN unless given.",
        HelpName = "ADDRESS[:PORT]",
    };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "The file with its certificate for that (PEM), and those between it and its authority. May be replaced while the host runs. LUMINA_CERTIFICATE unless given.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _certificateKey = new("--certificate-key")
    {
        Description = "The file with the certificate's key (PEM); the same file unless given. LUMINA_CERTIFICATE_KEY unless given.",
        HelpName = "FILE",
    };

    public IEnumerable<Option> All => [_listen, _certificate, _certificateKey];

    /// <summary>The same as arguments of a host's command line; none when nothing was said.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="tokenFile">The token that callers show: with these options it is also the one that the host wants to see.</param>
    /// <param name="currentDirectory">Where its paths begin.</param>
    public IReadOnlyList<string> Arguments(ParseResult parse, Option<string?> tokenFile, string currentDirectory)
    {
        var arguments = new List<string>();
        if (parse.GetValue(_listen) is { } address) arguments.AddRange([_listen.Name, address]);
        foreach (var option in (Option<string?>[])[_certificate, _certificateKey])
            if (parse.GetValue(option) is { } file) arguments.AddRange([option.Name, Path.GetFullPath(file, currentDirectory)]);
        if (arguments.Count > 0 && parse.GetValue(tokenFile) is { } token) arguments.AddRange([tokenFile.Name, Path.GetFullPath(token, currentDirectory)]);
        return arguments;
    }
}
