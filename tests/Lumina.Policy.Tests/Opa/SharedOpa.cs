using System.Text;
using Lumina.Policy.Opa;
using Lumina.Testbed;

namespace Lumina.Policy.Tests.Opa;

/// <summary>A real OPA for tests that do it no harm, each with a package of its own.</summary>
public sealed class SharedOpa : IAsyncLifetime
{
    private OpaServer? _server;

    internal OpaServer Server => _server ?? throw new InvalidOperationException("It is not started yet.");

    public async ValueTask InitializeAsync() => _server = await OpaServer.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>How a package of its own is asked, which is of these rules.</summary>
    internal Task<OpaOptions> WithAsync(string package, string rules) => WithAsync(Server, package, rules);

    internal static async Task<OpaOptions> WithAsync(OpaServer server, string package, string rules)
    {
        using var http = new HttpClient();
        using var text = new StringContent($"package {package}\n\n{rules}\n", Encoding.UTF8, "text/plain");
        var answer = await http.PutAsync(new Uri(server.Url, $"v1/policies/{package}"), text, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return Asking.Patient with { Server = server.Server, Decision = package };
    }
}
