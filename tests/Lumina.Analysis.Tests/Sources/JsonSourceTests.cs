using Lumina.Analysis.Sources;
using Lumina.Language.Plans;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Analysis.Tests.Sources;

public sealed class JsonSourceTests
{
    private static MetricCheck Check(string url, string? path) => new() { Name = "j", Metric = "j", Url = url, Path = path, Max = 1 };

    [Theory]
    [InlineData("42", null, 42)]
    [InlineData("""{"a":{"b-c":[1,{"d":2.5}]}}""", "$.a.b-c[1].d", 2.5)]
    [InlineData("""{"with space":{"x":"3.25"}}""", "$['with space'][\"x\"]", 3.25)]
    [InlineData("[[7]]", "$[0][0]", 7)]
    public async Task The_number_at_the_path_is_the_metric(string body, string? path, double expected)
    {
        await using var server = await AnsweringServer.StartAsync(200, body);
        Assert.Equal(expected, Ask.Number(await Ask.ForAsync(Check(server.Url, path))));
    }

    [Theory]
    [InlineData("""{"a":null}""", "$.a")]
    [InlineData("{}", "$.a.b[3]")]
    [InlineData("[]", "$[0]")]
    [InlineData("[]", "$.a")]
    public async Task Nothing_at_the_path_is_no_data(string body, string path)
    {
        await using var server = await AnsweringServer.StartAsync(200, body);
        Assert.Equal($"{server.Url} has nothing at {path}", Ask.Nothing(await Ask.ForAsync(Check(server.Url, path))));
    }

    [Theory]
    [InlineData(200, "<html>\n no", "$", "answers no JSON: <html> no")]
    [InlineData(200, "", "$", "answers no JSON:")]
    [InlineData(200, """{"a":[true]}""", "$.a", "has no number at $.a: [true]")]
    [InlineData(200, """{"a":"fast"}""", "$.a", "has no number at $.a: \"fast\"")]
    [InlineData(503, "try\nlater", "$", ": HTTP 503 try later")]
    [InlineData(404, "", "$", ": HTTP 404")]
    [InlineData(200, "{}", "$..a", "'$..a' is no path such as $.data[0].rate")]
    public async Task Everything_else_is_a_failure_that_says_what_happened(int status, string body, string path, string expected)
    {
        await using var server = await AnsweringServer.StartAsync(status, body);
        Assert.EndsWith(expected, Ask.Failure(await Ask.ForAsync(Check(server.Url, path))).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure()
    {
        var server = await AnsweringServer.StartAsync(200, "1");
        await server.DisposeAsync();
        Assert.Contains("refused", Ask.Failure(await Ask.ForAsync(Check(server.Url, null))), StringComparison.Ordinal);
        Assert.Equal("'not an address' is no address", Ask.Failure(await Ask.ForAsync(Check("not an address", null))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_too_slow_is_not_waited_for(bool sendsHeaders)
    {
        var time = new FakeTimeProvider();
        await using var server = await AnsweringServer.StartAsync(async context =>
        {
            if (sendsHeaders)
            {
                await context.Response.WriteAsync("[1");
                await context.Response.Body.FlushAsync();
            }
            time.Advance(TimeSpan.FromSeconds(11));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        Assert.Equal($"{server.Url}: no answer within 10 s", Ask.Failure(await Ask.ForAsync(Check(server.Url, null), time: time)));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_read()
    {
        await using var server = await AnsweringServer.StartAsync(200, "[" + new string(' ', 5000) + "1]");
        Assert.Equal($"{server.Url}: the answer is longer than 4096 bytes", Ask.Failure(await Ask.ForAsync(Check(server.Url, "$[0]"), new SourceLimits { Bytes = 4096 })));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failure()
    {
        await using var server = await AnsweringServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("[1");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.StartsWith(server.Url, Ask.Failure(await Ask.ForAsync(Check(server.Url, null))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_asks_once_for_each_revision()
    {
        await using var server = await AnsweringServer.StartAsync(context => context.Response.WriteAsync(context.Request.Query["r"] + "0"));
        var check = Check(server.Url + "/{{component}}?r={{revision}}", null) with { Max = null, Compare = ComparedWith.Baseline };
        var reading = Assert.IsType<MeasuredReading>(await Ask.ForAsync(check));
        Assert.Equal((70.0, 60.0), (Assert.Single(reading.Canary), Assert.Single(reading.Baseline)));
        Assert.Equal(["GET /web?r=6", "GET /web?r=7"], server.Asked.Order());
        Assert.Equal("there is no baseline to compare with", Ask.Nothing(await Ask.ForAsync(check, subject: Ask.Subject with { Baseline = null })));
    }
}
