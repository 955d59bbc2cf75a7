namespace Lumina.EndToEnd.Tests;

/// <summary>Tests that measure time: nothing else of this project runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "measures time";
}
