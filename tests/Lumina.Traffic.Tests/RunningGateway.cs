using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Traffic.Tests;

/// <summary>A gateway with one route and a client that keeps no cookies.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(Gateway gateway) => Gateway = gateway;

    public Gateway Gateway { get; }

    public GatewayRoute Route { get; } = new("web");

    public int Port { get; private set; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    public static async Task<RunningGateway> StartAsync(GatewayOptions? options = null)
    {
        var running = new RunningGateway(new Gateway(
            options ?? new GatewayOptions { WaitForInstance = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, NullLoggerFactory.Instance));
        await running.Gateway.StartAsync(CancellationToken.None);
        running.Port = FreePort();
        running.Gateway.Listen(running.Port, running.Route);
        running.Client.BaseAddress = new Uri($"http://127.0.0.1:{running.Port}");
        return running;
    }

    public void Share(params (int Revision, int Weight)[] weights) => Route.SetTraffic(Shares(weights));

    public static TrafficShares Shares(params (int Revision, int Weight)[] weights) =>
        new(false, [.. weights.Select(w => new RevisionShare(w.Revision, w.Weight))]);

    public async Task<string> GetAsync(params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(headers);
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> SendAsync(params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, "/");
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(message);
    }

    // Below those of outgoing connections: what is free must stay free until it is used.
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                var port = RandomNumberGenerator.GetInt32(10_000, 20_000);
                Gateway.Probe(port);
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
    }
}
