using System.Net;
using System.Net.Sockets;
using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>Where the API is reached over TLS, beside 127.0.0.1 where this machine reaches it without.</summary>
/// <param name="Endpoint">The address and the port.</param>
/// <param name="Certificate">PEM: the certificate, and after it those between it and its authority.</param>
/// <param name="CertificateKey">PEM: its key; may be the same file.</param>
internal sealed record ListenSettings(IPEndPoint Endpoint, string Certificate, string CertificateKey)
{
    public const string ListenKey = "Lumina:Api:Listen", CertificateSetting = "Lumina:Api:Certificate", KeySetting = "Lumina:Api:CertificateKey";

    public const int UsualPort = 7400;

    /// <summary>Null when nothing asks for it.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="configuration">What it leaves open.</param>
    /// <param name="tokenFile">The file with the token; null when the host makes one of its own, which nobody elsewhere could know.</param>
    /// <exception cref="HostStartException">They don't go together, or a token would go over the network in the open.</exception>
    public static ListenSettings? Read(NamedOptions options, IConfiguration configuration, string? tokenFile)
    {
        var listen = StoreSettings.Given(options.Value("--listen") ?? configuration[ListenKey]);
        var certificate = StoreSettings.Given(options.Value("--certificate") ?? configuration[CertificateSetting]);
        var key = StoreSettings.Given(options.Value("--certificate-key") ?? configuration[KeySetting]);
        if (listen is null)
        {
            return certificate is null && key is null ? null : throw new HostStartException(
                ProblemCodes.BadCommandLine, "There is a certificate, and nothing says where to listen with it.", "Say it with --listen ADDRESS[:PORT].");
        }

        if (!TryEndpoint(listen, out var endpoint))
        {
            throw new HostStartException(
                ProblemCodes.BadCommandLine, $"'{listen}' is no address to listen on.", "It is an IP address of this machine, with a port or without: 10.0.0.5:7400, [fd00::5]:7400, 0.0.0.0");
        }

        if (certificate is null)
        {
            throw new HostStartException(
                ProblemCodes.InTheOpen, $"Without a certificate, the token of whoever calls {endpoint} could be read on the network.",
                "Give one with --certificate FILE --certificate-key FILE. Leave --listen out where only this machine is to call: --port is for that.");
        }

        if (tokenFile is null)
        {
            throw new HostStartException(
                ProblemCodes.InTheOpen, $"Nothing says which token opens the API at {endpoint}, and callers from elsewhere can't read the one that a host makes for itself.",
                "Make one (openssl rand -hex 32), and name its file with --token-file.");
        }

        return new ListenSettings(endpoint, Path.GetFullPath(certificate), Path.GetFullPath(key ?? certificate));
    }

    private static bool TryEndpoint(string text, out IPEndPoint endpoint)
    {
        // The framework takes '7400' for the address 0.0.28.232.
        if (!IPEndPoint.TryParse(text, out var found) || (found.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') != 3))
        {
            endpoint = new IPEndPoint(IPAddress.None, 0);
            return false;
        }

        var saysPort = text.Contains("]:", StringComparison.Ordinal) || text.Count(c => c == ':') == 1;
        endpoint = saysPort ? found : new IPEndPoint(found.Address, UsualPort);
        return true;
    }
}
