using System.Text.Json;
using Lumina.Api;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Journal.Archives;

namespace Lumina.Host.Api;

/// <summary>Answers that are not a success.</summary>
internal static class Problems
{
    public static IResult Of(int status, Problem problem) => Results.Json(problem, ApiJson.Default.Problem, statusCode: status);

    public static IResult NotFound(string message, string? remedy = null) => Of(404, new Problem(ProblemCodes.NotFound, message, remedy));

    public static IResult Archived(string id, ArchivedRange range) => Of(410, new Problem(
        ProblemCodes.Archived, $"The events of {id} were archived, on the host's machine in {range.File}.",
        $"gzip -dc '{range.File}' shows them; lumina show {id} tells how it ended."));

    public static IResult BadRequest(string message) => Of(400, new Problem(ProblemCodes.BadRequest, message));

    public static Task WriteAsync(HttpContext context, int status, Problem problem)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, cancellationToken: context.RequestAborted);
    }
}

/// <summary>Turns what goes wrong inside into an answer that says what to do.</summary>
internal sealed partial class Faults(RequestDelegate next, ILogger<Faults> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception problem) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var (status, answer) = Explain(problem);
            if (status == StatusCodes.Status500InternalServerError)
                LogBug(problem, context.Request.Method, context.Request.Path);
            await Problems.WriteAsync(context, status, answer);
        }
    }

    private static (int Status, Problem Answer) Explain(Exception problem) => problem switch
    {
        JournalUnavailableException or StoreUnavailableException => (503, new Problem(
            ProblemCodes.StoreUnavailable, problem.Message, "Look for a full disk or missing permissions; the host goes on by itself once it can write.")),
        UnknownRecordException unknown => (503, new Problem(
            ProblemCodes.StoreTooNew, unknown.Message, "Ask a host that runs the newer program, or put the newer program in the place of this one.")),
        BadHttpRequestException bad => (bad.StatusCode, new Problem(ProblemCodes.BadRequest, bad.Message)),
        ArgumentException argument => (400, new Problem(ProblemCodes.BadRequest, argument.Message)),
        JsonException json => (400, new Problem(ProblemCodes.BadRequest, $"The request is not the JSON that was expected: {json.Message}")),
        TimeoutException or OrleansException => (503, new Problem(
            ProblemCodes.StoreUnavailable, "The host is too busy, or its store too slow, to answer in time.", "Try again; if it stays, see the host's log.")),
        _ => (500, new Problem(ProblemCodes.Internal, "Something went wrong inside the host; this is a bug.", "The host's log has the particulars.")),
    };

    [LoggerMessage(4001, LogLevel.Error, "{Method} {Path} ended in a bug")]
    private partial void LogBug(Exception bug, string method, string path);
}
