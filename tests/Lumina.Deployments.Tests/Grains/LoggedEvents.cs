using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Lets a test wait until something was logged.</summary>
internal sealed class LoggedEvents : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _seen = new();

    /// <summary>What was said the first time that an event of this id came.</summary>
    public Task<string> FirstAsync(int id) => Of(id).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public bool Has(int id) => Of(id).Task.IsCompleted;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Of(eventId.Id).TrySetResult(formatter(state, exception));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private TaskCompletionSource<string> Of(int id) => _seen.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
