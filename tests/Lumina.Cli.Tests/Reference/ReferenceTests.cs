using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests.Reference;

public sealed class ReferenceTests
{
    [Fact]
    public void The_page_says_what_the_commands_do()
    {
        using var desk = new Desk();

        Golden.Check("docs/reference/cli.md", ReferencePage.Of(LuminaCommand.Create(desk.World())));
    }
}
