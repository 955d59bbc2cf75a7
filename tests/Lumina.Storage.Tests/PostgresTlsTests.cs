using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lumina.Testbed;

namespace Lumina.Storage.Tests;

/// <summary>A server that takes connections over TLS only, with a certificate of an authority of its own, and wants a password.</summary>
public sealed class PostgresTlsTests : IDisposable
{
    private const string Password = "open sesame";

    private static readonly DateTimeOffset Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-tls-");
    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly string _database;
    private readonly string _passwordFile;

    public PostgresTlsTests()
    {
        _database = _server.NewDatabase();
        PostgresServer.Run(_database, $"alter role lumina password '{Password}'");
        _passwordFile = Write("password", Password + "\n");
        using var authority = NewAuthority("the right one");
        using var other = NewAuthority("another");
        Write("right.pem", authority.ExportCertificatePem());
        Write("other.pem", other.ExportCertificatePem());
        Certify(authority);
        File.WriteAllText(Path.Combine(_server.DataFolder, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
        File.WriteAllText(_server.OptionsFile, File.ReadAllText(_server.OptionsFile).Trim() + " -c ssl=on");
        _server.Restart();
    }

    public void Dispose()
    {
        _server.Stop();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void With_the_right_authority_and_the_password_of_a_file_it_is_used_and_encrypted()
    {
        using var store = Open(";SSL Mode=VerifyFull;Root Certificate=" + PathOf("right.pem"), _passwordFile);

        using var connection = store.DataSource.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
        Assert.Equal(true, command.ExecuteScalar());
    }

    [Theory]
    [InlineData("VerifyFull")]
    [InlineData("VerifyCA")]
    public void A_server_of_another_authority_is_refused(string mode)
    {
        var fault = Refused($";SSL Mode={mode};Root Certificate={PathOf("other.pem")}", _passwordFile);

        Assert.Equal(StoreFault.Encryption, fault.Fault);
        Assert.Contains("isn't trusted", fault.Found, StringComparison.Ordinal);
        Assert.Contains("Root Certificate=FILE", fault.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_another_name_is_refused() => Assert.Equal(
        StoreFault.Encryption,
        Assert.Throws<StoreException>(() => StoreDatabase.Open(new PostgresStoreOptions
        {
            ConnectionString = _database.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + ";SSL Mode=VerifyFull;Root Certificate=" + PathOf("right.pem"),
            PasswordFile = _passwordFile,
        })).Fault);

    [Fact]
    public void Without_TLS_it_is_told_that_the_server_wants_it() =>
        Assert.Equal(StoreFault.Encryption, Refused(";SSL Mode=Disable", _passwordFile).Fault);

    [Fact]
    public void A_wrong_password_is_told_without_showing_it()
    {
        var fault = Refused(";SSL Mode=VerifyFull;Root Certificate=" + PathOf("right.pem"), Write("wrong", "guess-1234"));

        Assert.Equal(StoreFault.Unauthenticated, fault.Fault);
        Assert.DoesNotContain("guess-1234", fault.ToString(), StringComparison.Ordinal);
    }

    private StoreException Refused(string settings, string passwordFile) => Assert.Throws<StoreException>(() => Open(settings, passwordFile));

    private StoreDatabase Open(string settings, string passwordFile) =>
        StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = _database + settings, PasswordFile = passwordFile });

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private static X509Certificate2 NewAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(Yesterday, Yesterday.AddDays(10));
    }

    /// <summary>Gives the server a certificate for 127.0.0.1, where it looks for it.</summary>
    private void Certify(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, Yesterday, Yesterday.AddDays(9), [1]);
        File.WriteAllText(Path.Combine(_server.DataFolder, "server.crt"), certificate.ExportCertificatePem());
        var keyFile = Path.Combine(_server.DataFolder, "server.key");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        // Only the server may read it; and it is another user's where this is root.
        Run("chmod", "600", keyFile);
        Run("chown", "--reference", _server.DataFolder, keyFile);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
