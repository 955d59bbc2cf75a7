using System.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina journal …</c>.</summary>
internal static class JournalVerbs
{
    public static Command Create(World world, CommandLine.CommonOptions common) =>
        new("journal", "The record of what happened: whether it is whole, and where its older part is.")
        {
            new JournalVerify(world, common), new JournalList(world, common), new JournalArchive(world, common),
        };
}
