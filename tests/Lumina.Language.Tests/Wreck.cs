namespace Lumina.Language.Tests;

/// <summary>Damages plans: deletes, inserts, swaps, cuts off, repeats, writes over.</summary>
internal static class Wreck
{
    private const int LongestDeletion = 20;
    private const int LongestOriginal = 3_000;

    /// <summary>What is damaged: good plans, none of them so long that a hundred thousand of them take long.</summary>
    public static string[] Originals { get; } =
    [
        RecoveryTests.Sample,
        .. Directory.GetFiles(Repository.PathOf("tests/Lumina.Language.Tests/Goldens/good"), "*.deploy").Order(StringComparer.Ordinal)
            .Select(File.ReadAllText).Where(text => text.Length <= LongestOriginal),
    ];

    public static string Of(string plan, (int What, double Where, double HowMuch, char Sign)[] damages) =>
        damages.Aggregate(plan, (text, damage) => text.Length == 0 ? text : Damage(text, damage));

    private static string Damage(string text, (int What, double Where, double HowMuch, char Sign) damage)
    {
        var at = (int)(damage.Where * (text.Length - 1));
        var length = Math.Min((int)(damage.HowMuch * LongestDeletion) + 1, text.Length - at);
        var other = (int)(damage.HowMuch * (text.Length - 1));
        return damage.What switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, damage.Sign.ToString()),
            2 => Swap(text, at, other),
            3 => text[..at],
            4 => text.Insert(at, text.Substring(other, Math.Min(LongestDeletion, text.Length - other))),
            _ => text.Remove(at, 1).Insert(at, damage.Sign.ToString()),
        };
    }

    private static string Swap(string text, int one, int other)
    {
        var characters = text.ToCharArray();
        (characters[one], characters[other]) = (characters[other], characters[one]);
        return new string(characters);
    }
}
