using Lumina.Deployments.Configuring;

namespace Lumina.Deployments.Tests.Rollouts;

public sealed class RevisionOriginsTests
{
    [Fact]
    public void What_was_written_is_read_again()
    {
        var places = new Dictionary<string, string> { ["config LOG_LEVEL"] = "lumina.deploy:4", ["file app.json"] = "config/app.json:1" };

        var read = OriginsJson.Read(OriginsJson.Write(new Dictionary<string, IReadOnlyDictionary<string, string>> { ["web"] = places }));

        Assert.Equal(places, read["web"]);
    }
}
