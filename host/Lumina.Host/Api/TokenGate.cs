using System.Security.Cryptography;
using System.Text;
using Lumina.Api;
using Lumina.Host.Starting;

namespace Lumina.Host.Api;

/// <summary>Lets nobody in without the token, but for the question whether the host is there.</summary>
internal sealed class TokenGate(RequestDelegate next, HostFolder folder)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes("Bearer " + folder.Token);

    public Task InvokeAsync(HttpContext context)
    {
        var asksWhetherItIsThere = context.Request.Path == "/healthz";
        // Where it speaks no TLS, it is asked by this machine, which can see the process anyway.
        if (asksWhetherItIsThere && !context.Request.IsHttps)
            return next(context);
        var authorization = context.Request.Headers.Authorization;
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization.ToString()), _expected))
            return next(context);
        return asksWhetherItIsThere && authorization.Count == 0
            ? Results.Json(new HostPresence(Ready: true), ApiJson.Default.HostPresence).ExecuteAsync(context)
            : Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, new Problem(
                ProblemCodes.Unauthorized, "The token is missing or not this host's.", "It is in host.json in the host's folder, where lumina reads it; for a host that --host names, give it with --token-file."));
    }
}
