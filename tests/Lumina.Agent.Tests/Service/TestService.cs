using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumina.Agent.Tests.Service;

/// <summary>
/// The service that the tests deploy: this very program, told by a variable to be one, so that no machine needs anything else.
/// </summary>
internal static class TestService
{
    /// <summary>Its presence makes this program a service.</summary>
    public const string Switch = "TEST_SERVICE";

    public static bool IsWanted => Environment.GetEnvironmentVariable(Switch) is not null;

    public static Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var port = int.Parse(Environment.GetEnvironmentVariable("PORT") ?? "0", CultureInfo.InvariantCulture);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var sickness = Environment.GetEnvironmentVariable("SICKNESS") is { } name ? Environment.GetEnvironmentVariable(name) : null;
        var instance = Environment.GetEnvironmentVariable("LUMINA_INSTANCE") ?? "nobody";
        app.MapGet("/", (RequestDelegate)(context => context.Response.WriteAsync(instance)));
        app.MapGet("/health", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = Environment.GetEnvironmentVariable("SICK") is null ? 200 : 503;
            return context.Response.WriteAsync(context.Response.StatusCode == 200 ? "fine" : sickness ?? "the database is not there");
        }));
        app.MapGet("/slow", (RequestDelegate)(async context =>
        {
            await context.Response.WriteAsync("begun ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(int.Parse(context.Request.Query["ms"].ToString(), CultureInfo.InvariantCulture), context.RequestAborted);
            await context.Response.WriteAsync("ended");
        }));
        if (Environment.GetEnvironmentVariable("OVERWRITE") is { } bytes)
            OwnVariables.Overwrite(int.Parse(bytes, CultureInfo.InvariantCulture));
        return app.RunAsync();
    }
}
