namespace Lumina.Language.Plans;

/// <summary>Between how many instances the number follows the load.</summary>
public sealed record ScaleSpec
{
    /// <summary>From 1 to 10,000.</summary>
    public required int Min { get; init; }

    /// <summary>From <see cref="Min"/> to 10,000.</summary>
    public required int Max { get; init; }

    /// <summary>The use of the instances' processors that is aimed at, in percent of what they may use, 1 to 100.</summary>
    public int Cpu { get; init; } = 80;
}

/// <summary>What each instance of a component may use.</summary>
public sealed record ResourcesSpec
{
    /// <summary>Thousandths of a processor core, 1 to 1,024,000; null for no limit.</summary>
    public long? Cpu { get; init; }

    /// <summary>Bytes, from 4 MiB to 64 TiB; null for no limit.</summary>
    public long? Memory { get; init; }
}
