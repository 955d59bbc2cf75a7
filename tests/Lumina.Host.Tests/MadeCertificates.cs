using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lumina.Host.Tests;

/// <summary>An authority and what it certifies, in files.</summary>
internal sealed class MadeCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-certificates-");
    private readonly X509Certificate2 _authority;

    public MadeCertificates(string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        _authority = RequestFor(name, _key, isAuthority: true).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Authority = Write("ca.pem", _authority.ExportCertificatePem());
    }

    /// <summary>The file that callers name.</summary>
    public string Authority { get; }

    public string Certificate => Path.Combine(_folder.FullName, "host.pem");

    public string Key => Path.Combine(_folder.FullName, "host.key");

    /// <summary>Certifies an address of a host; directly, or by an authority in between, which then follows in the file.</summary>
    public MadeCertificates For(IPAddress address, bool throughAnother = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestFor("host", key, isAuthority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        if (!throughAnother)
        {
            Write("host.pem", Signed(request, _authority, _key));
        }
        else
        {
            using var between = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var subject = RequestFor("between", between, isAuthority: true);
            var pem = Signed(subject, _authority, _key);
            using var issuer = X509Certificate2.CreateFromPem(pem);
            Write("host.pem", Signed(request, issuer, between) + "\n" + pem);
        }

        Write("host.key", key.ExportPkcs8PrivateKeyPem());
        return this;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Signed(CertificateRequest request, X509Certificate2 issuer, ECDsa key)
    {
        using var certificate = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(key), issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        return certificate.ExportCertificatePem();
    }

    private static CertificateRequest RequestFor(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }
}
