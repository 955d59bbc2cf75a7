using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Lumina.Api;
using Lumina.Host.Starting;

namespace Lumina.Host.Tests;

/// <summary>The API as it is reached from other machines: by whom, and what he believes.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly MadeCertificates _ours = new MadeCertificates("ours").For(IPAddress.Loopback);
    private readonly MadeCertificates _theirs = new MadeCertificates("theirs").For(IPAddress.Loopback);
    private readonly RunningHost _host;

    public TlsTests() => _host = new RunningHost { Listen = new ListenSettings(new IPEndPoint(IPAddress.Loopback, 0), _ours.Certificate, _ours.Key) };

    private Uri Beyond => new(_host.UrlBeyond ?? throw new InvalidOperationException("It does not listen."));

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public async Task Who_trusts_its_authority_and_has_the_token_gets_in_and_this_machine_still_does_without()
    {
        using var client = Client(HostTrust.OfFile(_ours.Authority));

        Assert.True((await client.GetHealthAsync(CancellationToken.None)).Ready);
        Assert.Empty(await client.GetStatusAsync(null, null, CancellationToken.None));
        Assert.Empty(await _host.Client.GetStatusAsync(null, null, CancellationToken.None));
        Assert.Equal("http", new Uri(_host.Endpoint.Url).Scheme);
    }

    [Fact]
    public async Task Another_authority_is_no_host_that_is_away()
    {
        await IsNotTrustedAsync(Beyond, HostTrust.OfFile(_theirs.Authority));
        await IsNotTrustedAsync(Beyond, HostTrust.OfMachine);
    }

    [Fact]
    public async Task Another_name_is_no_host_that_is_away() =>
        await IsNotTrustedAsync(new UriBuilder(Beyond) { Host = "localhost" }.Uri, HostTrust.OfFile(_ours.Authority));

    [Fact]
    public async Task What_speaks_no_TLS_there_is_no_host_that_is_away() =>
        await IsNotTrustedAsync(new UriBuilder(_host.Endpoint.Url) { Scheme = "https" }.Uri, HostTrust.OfFile(_ours.Authority));

    [Fact]
    public async Task A_stranger_hears_that_it_is_there_and_nothing_of_what_it_is()
    {
        using var http = Stranger();

        Assert.Equal("""{"ready":true}""", await http.GetStringAsync("healthz", TestContext.Current.CancellationToken));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _host.Endpoint.Token[..^1] + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("healthz", TestContext.Current.CancellationToken)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _host.Endpoint.Token);
        Assert.Contains("processId", await http.GetStringAsync("healthz", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_token()
    {
        using var http = Stranger();

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/v1/status", TestContext.Current.CancellationToken)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _host.Endpoint.Token[..^1] + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/v1/status", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_was_replaced_is_shown_from_then_on_and_open_connections_stay()
    {
        using var before = Client(HostTrust.OfFile(_ours.Authority));
        await before.GetHealthAsync(CancellationToken.None);

        // Between the two it is a certificate without its key: the one before holds.
        File.Copy(_theirs.Certificate, _ours.Certificate, overwrite: true);
        using (var meanwhile = Client(HostTrust.OfFile(_ours.Authority)))
            await meanwhile.GetHealthAsync(CancellationToken.None);
        File.Copy(_theirs.Key, _ours.Key, overwrite: true);

        using var after = Client(HostTrust.OfFile(_theirs.Authority));
        await after.GetHealthAsync(CancellationToken.None);
        await IsNotTrustedAsync(Beyond, HostTrust.OfFile(_ours.Authority));
        await before.GetHealthAsync(CancellationToken.None);

        File.Delete(_ours.Certificate);
        using var last = Client(HostTrust.OfFile(_theirs.Authority));
        await last.GetHealthAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Those_between_it_and_its_authority_are_shown_with_it()
    {
        _ours.For(IPAddress.Loopback, throughAnother: true);

        using var client = Client(HostTrust.OfFile(_ours.Authority));

        Assert.True((await client.GetHealthAsync(CancellationToken.None)).Ready);
    }

    [Fact]
    public void A_token_never_goes_to_another_machine_in_the_open() =>
        Assert.Equal(ProblemCodes.InTheOpen, Assert.Throws<ProblemException>(() => new LuminaClient(new HostEndpoint("http://10.0.0.5:7400", "sesame", 0))).Problem.Code);

    private HttpClient Stranger()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_ours.Authority);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = Beyond };
    }

    private LuminaClient Client(HostTrust trust) => new(new HostEndpoint(Beyond.ToString(), _host.Endpoint.Token, 0), trust);

    private async Task IsNotTrustedAsync(Uri url, HostTrust trust)
    {
        using var client = new LuminaClient(new HostEndpoint(url.ToString(), _host.Endpoint.Token, 0), trust);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => client.GetStatusAsync(null, null, CancellationToken.None));

        Assert.Equal((0, ProblemCodes.NotTrusted), (problem.Status, problem.Problem.Code));
        Assert.DoesNotContain(_host.Endpoint.Token, problem.Problem.Message, StringComparison.Ordinal);
    }
}
