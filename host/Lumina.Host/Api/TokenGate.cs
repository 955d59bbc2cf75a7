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
        if (context.Request.Path == "/healthz")
            return next(context);
        var shown = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(shown, _expected)
            ? next(context)
            : Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, new Problem(
                ProblemCodes.Unauthorized, "The token is missing or not this host's.", "It is in host.json in the host's folder, where lumina reads it; for a host that --host names, give it with --token-file."));
    }
}
