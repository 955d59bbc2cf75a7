namespace Lumina.Journal.Tests;

/// <summary>Tests that hold on every engine: each class of them is run once on each.</summary>
public abstract class PlaceTests(JournalPlace place) : IAsyncLifetime
{
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        Forget();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes away what a test has beside its database.</summary>
    protected virtual void Forget()
    {
    }
}
