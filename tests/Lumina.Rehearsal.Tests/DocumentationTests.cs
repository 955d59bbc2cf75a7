using System.Text.RegularExpressions;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Rehearsal.Tests;

/// <summary>What the page about rehearsals tells to type.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Injections_of_the_documentation_are_read_but_for_the_one_that_is_wrong()
    {
        var texts = Injection().Matches(await File.ReadAllTextAsync(Golden.PathOf("docs/how-to/rehearse.md"))).Select(match => match.Groups[1].Value).ToArray();

        Assert.InRange(texts.Length, 5, 50);
        Assert.Equal(["shop: eror_rate=20%"], texts.Where(text => InjectionText.Read(text).Problem is not null));
    }

    [Fact]
    public async Task The_example_does_what_the_documentation_says_of_it()
    {
        var text = await File.ReadAllTextAsync(Golden.PathOf("examples/week-of-canary.deploy"));

        var good = await Rehearsed.Of(text);
        var bad = await Rehearsed.Of(text, "shop: error_rate=20% at step 2");
        var slow = await Rehearsed.Of(text, "shop: latency=900ms after 3d for 1h");
        var crashing = await Rehearsed.Of(text, "store: crash", "shop: never_healthy at the start");

        Assert.Equal(RehearsalOutcome.Succeeded, good.Outcome);
        Assert.InRange(good.Duration, TimeSpan.FromDays(7), TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        // A look or two for each ten minutes of a week: that is how it takes a moment.
        Assert.InRange(good.Looks, 7 * 24 * 6, 7 * 24 * 6 * 3);
        Assert.All(new[] { bad, slow, crashing }, timeline => Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome));
    }

    [GeneratedRegex("--inject \"([^\"]*)\"")]
    private static partial Regex Injection();
}
