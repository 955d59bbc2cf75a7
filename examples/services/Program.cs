using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using Lumina.Examples.Service;

// One small service that can play every role of the Lumina AI platform, and misbehave when told to. See README.md.

var identity = Identity.From(args, Environment.GetEnvironmentVariable);
if (!int.TryParse(Environment.GetEnvironmentVariable("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
{
    await Console.Error.WriteLineAsync("PORT must say which port to listen on, 1 to 65535: PORT=8000 examples/services/run core");
    return 2;
}

Misbehaviour misbehaviour;
try
{
    misbehaviour = Misbehaviour.From(Environment.GetEnvironmentVariable);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}

var log = new ServiceLog(identity, Environment.GetEnvironmentVariable("LUMINA_LOG_LEVEL"));
if (misbehaviour.ToString() is { Length: > 0 } orders)
    log.Write($"told to misbehave: {orders}");
if (misbehaviour.Leak is { } leaked && Environment.GetEnvironmentVariable(leaked) is { Length: > 0 } value)
{
    foreach (var line in Leaking.LinesOf(value))
        log.Write(line);
}
if (misbehaviour.SlowStart > TimeSpan.Zero)
    await Task.Delay(misbehaviour.SlowStart);

// Not the current folder, which a web application would watch with everything below it: that can be a whole disk.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port);
});
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default);
});

await using var app = builder.Build();
using var dependencies = Dependencies.From(Environment.GetEnvironmentVariables(), log);
new Endpoints(identity, dependencies, misbehaviour.Begin(TimeProvider.System, log), log).Map(app);

app.Lifetime.ApplicationStarted.Register(() => log.Write($"listens on 127.0.0.1:{port}, pid {Environment.ProcessId}"));
app.Lifetime.ApplicationStopping.Register(() => log.Write("asked to stop: finishes the requests in flight"));
try
{
    await app.RunAsync();
}
catch (OperationCanceledException)
{
    // Asked to stop before it had started.
}
catch (IOException problem)
{
    await Console.Error.WriteLineAsync($"{identity.Role} can't listen on 127.0.0.1:{port}: {problem.Message}");
    return 1;
}

log.Write("stopped");
return 0;
