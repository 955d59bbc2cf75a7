namespace Lumina.Storage.Tests;

[GenerateSerializer, Immutable]
public sealed record NoteState([property: Id(0)] string Text, [property: Id(1)] int Number)
{
    public NoteState()
        : this("", 0)
    {
    }
}

public interface INoteGrain : IGrainWithStringKey
{
    Task SaveAsync(string text, int number);

    Task<NoteState> ReadAsync();

    Task<NoteState> ReloadAsync();

    Task ClearAsync();
}

public sealed class NoteGrain([PersistentState("note")] IPersistentState<NoteState> state) : Grain, INoteGrain
{
    public async Task SaveAsync(string text, int number)
    {
        state.State = new NoteState(text, number);
        await state.WriteStateAsync();
    }

    public Task<NoteState> ReadAsync() => Task.FromResult(state.State);

    public async Task<NoteState> ReloadAsync()
    {
        await state.ReadStateAsync();
        return state.State;
    }

    public Task ClearAsync() => state.ClearStateAsync();
}

public interface INumberedGrain : IGrainWithIntegerKey
{
    Task SaveAsync(int number);

    Task<int> ReloadAsync();
}

public sealed class NumberedGrain([PersistentState("number")] IPersistentState<NoteState> state) : Grain, INumberedGrain
{
    public async Task SaveAsync(int number)
    {
        state.State = new NoteState("", number);
        await state.WriteStateAsync();
    }

    public async Task<int> ReloadAsync()
    {
        await state.ReadStateAsync();
        return state.State.Number;
    }
}
