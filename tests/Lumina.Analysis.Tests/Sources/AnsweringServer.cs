using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>An HTTP server on a free port that answers what a test tells it to.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AnsweringServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<AnsweringServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // A request that is never answered doesn't hold up the end of a test.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var server = new AnsweringServer(builder.Build());
        server._app.Run(async context =>
        {
            var form = context.Request.HasFormContentType ? " " + string.Join('&', (await context.Request.ReadFormAsync()).Select(f => $"{f.Key}={f.Value}")) : "";
            server.Asked.Enqueue(context.Request.Method + " " + context.Request.Path + context.Request.QueryString + form);
            await answer(context);
        });
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single();
        return server;
    }

    /// <summary>A server with one answer for all.</summary>
    public static Task<AnsweringServer> StartAsync(int status, string body) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
