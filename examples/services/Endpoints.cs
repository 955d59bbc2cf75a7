using Microsoft.AspNetCore.Http.HttpResults;

namespace Lumina.Examples.Service;

/// <summary>What the service answers.</summary>
internal sealed class Endpoints(Identity identity, Dependencies dependencies, OngoingMisbehaviour misbehaviour, ServiceLog log)
{
    public void Map(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/", RootAsync);
        app.MapGet("/health", Health);
        app.MapGet("/ready", () => stopping.IsCancellationRequested ? Unavailable("stopping") : Health());
        app.MapGet("/version", () => TypedResults.Ok(new VersionAnswer(identity.Role, identity.Version, identity.Instance, Environment.ProcessId)));
    }

    private async Task<IResult> RootAsync(CancellationToken aborted)
    {
        await misbehaviour.DelayAsync(aborted);
        if (misbehaviour.FailsNextRequest())
        {
            log.Debug("GET / 500");
            return Error(StatusCodes.Status500InternalServerError, "told to fail this request");
        }

        var (answers, failure) = await dependencies.AskAsync(aborted);
        log.Debug(failure is null ? "GET / 200" : $"GET / 502 {failure}");
        return failure is null
            ? TypedResults.Ok(new RootAnswer(identity.Role, identity.Version, answers))
            : Error(StatusCodes.Status502BadGateway, failure);
    }

    private IResult Health() => misbehaviour.HealthFailure() is { } reason ? Unavailable(reason + misbehaviour.Leaked()) : TypedResults.Ok(new HealthAnswer("ok", null));

    private static JsonHttpResult<HealthAnswer> Unavailable(string reason) =>
        TypedResults.Json(new HealthAnswer("failing", reason), AnswerJson.Default.HealthAnswer, statusCode: StatusCodes.Status503ServiceUnavailable);

    private JsonHttpResult<ErrorAnswer> Error(int status, string error) =>
        TypedResults.Json(new ErrorAnswer(identity.Role, identity.Version, error), AnswerJson.Default.ErrorAnswer, statusCode: status);
}
