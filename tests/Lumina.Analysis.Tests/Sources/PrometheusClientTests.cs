using Lumina.Analysis.Sources;
using Lumina.Language.Plans;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>What a Prometheus may answer, one answer at a time; that it does answer so is tested against a real one beside this.</summary>
public sealed class PrometheusClientTests
{
    private static readonly MetricCheck Check = new() { Name = "q", Metric = "q", Query = "up", Max = 1 };

    private static string Vector(params string[] values)
    {
        var series = values.Select((value, i) => $$$"""{"metric":{"i":"{{{i}}}"},"value":[1435781451.781,"{{{value}}}"]}""");
        return """{"status":"success","data":{"resultType":"vector","result":[""" + string.Join(',', series) + "]}}";
    }

    private static async Task<Reading> AskAsync(int status, string body)
    {
        await using var server = await AnsweringServer.StartAsync(status, body);
        return await Ask.ForAsync(Check, prometheus: server.Url);
    }

    [Fact]
    public async Task A_vector_of_one_and_a_scalar_are_numbers()
    {
        Assert.Equal(0.25, Ask.Number(await AskAsync(200, Vector("0.25"))));
        Assert.Equal(3, Ask.Number(await AskAsync(200, """{"status":"success","data":{"resultType":"scalar","result":[1,"3"]}}""")));
        Assert.Equal(1.5e-7, Ask.Number(await AskAsync(200, Vector("1.5e-07"))));
    }

    [Theory]
    [InlineData("NaN", "the value is NaN")]
    [InlineData("+Inf", "the value is +Inf")]
    [InlineData("-Inf", "the value is -Inf")]
    public async Task Not_a_number_and_infinity_are_no_data(string value, string expected) => Assert.Equal(expected, Ask.Nothing(await AskAsync(200, Vector(value))));

    [Fact]
    public async Task An_empty_vector_is_no_data_and_several_series_are_a_failure()
    {
        Assert.Equal("no series for up", Ask.Nothing(await AskAsync(200, Vector())));
        Assert.Equal("2 series instead of one for up: sum or max makes one of them", Ask.Failure(await AskAsync(200, Vector("1", "2"))));
    }

    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"1:4: parse error: unexpected end"}""", ": 1:4: parse error: unexpected end (400)")]
    [InlineData(503, """{"status":"error","errorType":"unavailable","error":"Service Unavailable"}""", ": Service Unavailable (503)")]
    [InlineData(503, "upstream\nis down", ": HTTP 503 upstream is down")]
    [InlineData(500, "", ": HTTP 500")]
    [InlineData(200, "<html>", " answers what can't be understood: <html>")]
    [InlineData(200, "{}", " answers what can't be understood: {}")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""", "")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"many"]}]}}""", "")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1e300,"1"]}]}}""", "")]
    [InlineData(200, """{"status":"success","data":{"resultType":"string","result":[1,"text"]}}""", "")]
    [InlineData(200, """{"status":"success","data":[]}""", "")]
    [InlineData(200, "[]", "")]
    [InlineData(200, "null", "")]
    public async Task Every_other_answer_is_a_failure_that_says_what_came(int status, string body, string expected)
    {
        var failure = Ask.Failure(await AskAsync(status, body));
        Assert.StartsWith("Prometheus at http://127.0.0.1:", failure, StringComparison.Ordinal);
        Assert.EndsWith(expected, failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_and_nobody_known_are_failures()
    {
        Assert.StartsWith("no Prometheus is known", Ask.Failure(await Ask.ForAsync(Check)), StringComparison.Ordinal);
        Assert.Equal("'prometheus' is no address of a Prometheus", Ask.Failure(await Ask.ForAsync(Check, prometheus: "prometheus")));
        var server = await AnsweringServer.StartAsync(200, "");
        await server.DisposeAsync();
        Assert.Contains("refused", Ask.Failure(await Ask.ForAsync(Check, prometheus: server.Url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_one_is_not_waited_for()
    {
        var time = new FakeTimeProvider();
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(11));
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        Assert.Equal($"Prometheus at {server.Url}: no answer within 10 s", Ask.Failure(await Ask.ForAsync(Check, time: time, prometheus: server.Url)));
    }

    [Fact]
    public async Task The_check_may_name_another_server_under_a_path()
    {
        await using var server = await AnsweringServer.StartAsync(200, Vector("1"));
        Assert.Equal(1, Ask.Number(await Ask.ForAsync(Check with { Server = server.Url + "/prom/" }, prometheus: "http://127.0.0.1:1")));
        Assert.Equal(["POST /prom/api/v1/query query=up&time=1767323055"], server.Asked);
    }

    [Fact]
    public async Task A_comparison_asks_for_all_steps_since_the_last_answer()
    {
        await using var server = await AnsweringServer.StartAsync(context => context.Response.WriteAsync(
            """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"],[11,"NaN"],[21,"3"]]}]}}"""));
        var check = Check with { Query = "v{r=\"{{revision}}\"}", Max = null, Compare = ComparedWith.Baseline };
        var reading = Assert.IsType<MeasuredReading>(await Ask.ForAsync(check, prometheus: server.Url, after: TimeSpan.FromSeconds(35)));
        Assert.Equal([1, 3], reading.Canary);
        Assert.Equal([1, 3], reading.Baseline);
        Assert.Equal(
            ["POST /api/v1/query_range query=v{r=\"6\"}&start=1767323060&end=1767323080&step=10", "POST /api/v1/query_range query=v{r=\"7\"}&start=1767323060&end=1767323080&step=10"],
            server.Asked.Order());
    }
}
