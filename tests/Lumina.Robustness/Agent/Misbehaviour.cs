using Microsoft.AspNetCore.Http;

namespace Lumina.Robustness.Agent;

/// <summary>How an agent can be a bad one.</summary>
internal enum AgentMood
{
    Well,

    /// <summary>Answers 500 to every other request, and does nothing then.</summary>
    Fails,

    /// <summary>Takes requests, and neither does nor says anything.</summary>
    Hangs,

    /// <summary>Does every other thing that it is told, and does not say so.</summary>
    Silent,
}

/// <summary>What stands between an agent and those who ask it.</summary>
internal sealed class Misbehaviour
{
    private TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AgentMood _mood = AgentMood.Well;
    private int _count;

    public void Begin(AgentMood mood)
    {
        _over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mood = mood;
    }

    public void End()
    {
        _mood = AgentMood.Well;
        _over.TrySetResult();
    }

    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        switch (_mood)
        {
            case AgentMood.Fails when IsOdd():
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            case AgentMood.Hangs:
                await Task.WhenAny(_over.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));
                context.Abort();
                return;
            default:
                await next(context);
                return;
        }
    }

    /// <summary>Whether what was done is to be kept from who asked.</summary>
    public Task<bool> SwallowsAnswerAsync(HttpContext context)
    {
        if (_mood != AgentMood.Silent || !IsOdd())
            return Task.FromResult(false);
        context.Abort();
        return Task.FromResult(true);
    }

    private bool IsOdd() => (Interlocked.Increment(ref _count) & 1) == 1;
}
