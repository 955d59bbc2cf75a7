using System.Xml.Linq;
using Lumina.Rehearsal.Drawing;

namespace Lumina.Rehearsal.Tests;

/// <summary>The pictures of docs/strategies.md are timelines of these plans. With LUMINA_REWRITE_GOLDENS=1 they are drawn anew.</summary>
public sealed class PictureTests
{
    private static readonly (string File, string Title, string Strategy, string More, string[] Injections)[] Pictures =
    [
        ("rolling", "rolling: one batch after the other", "rolling { batch = 1  max_surge = 1 }", "", []),
        ("recreate", "recreate: first all go, then all come", "recreate", "", []),
        ("blue-green", "blue-green: whole beside the old one, verified, switched at once, the old one kept", """blue-green { verify http { path = "/health" } }""", "rollback { keep_previous = 10m }", []),
        ("canary", "canary: 25% for an hour, 50% until somebody agrees, then all", "canary { step 25% for 1h  step 50%  check errors { metric = error_rate  max = 1%  every = 10s } }", "rollback { keep_previous = 10m }", []),
        ("canary-failing", "canary: from the second step on every fifth request fails", "canary { step 25% for 1h  step 50% for 1h  check errors { metric = error_rate  max = 1%  every = 10s } }", "", ["web: error_rate=20% at step 2"]),
    ];

    public static TheoryData<string> Files() => [.. Pictures.Select(picture => picture.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_pictures_of_the_documentation_are_what_rehearsals_draw(string file)
    {
        var (_, title, strategy, more, injections) = Pictures.Single(picture => picture.File == file);
        var drawn = TimelineSvg.Of(await Rehearsed.Of(Rehearsed.Web(strategy, more), injections), title);
        XDocument.Parse(drawn);
        Golden.Check($"docs/strategies/{file}.svg", drawn);
    }

    [Fact]
    public async Task Each_picture_is_in_the_documentation()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("docs/strategies.md"));
        Assert.All(Pictures, picture => Assert.Contains($"(strategies/{picture.File}.svg)", page));
    }

    [Fact]
    public async Task What_a_plan_is_called_can_not_become_part_of_the_picture()
    {
        var drawn = TimelineSvg.Of(await Rehearsed.Of(Rehearsed.Web("recreate")), "<script>&\"");
        XDocument.Parse(drawn);
        Assert.DoesNotContain("<script>", drawn);
    }
}
