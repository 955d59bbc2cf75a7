using System.IO.Compression;
using System.Text;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.EndToEnd.Tests.Machine;
using Microsoft.Data.Sqlite;

namespace Lumina.EndToEnd.Tests;

/// <summary>
/// Every workspace of this suite has a secret, and every test fails when it can be seen. Here everything is done that could let it out, and the search
/// itself is shown what it has to find.
/// </summary>
public sealed class SecretsTests
{
    private static readonly string[] Leaking = ["--param", "misbehave=leak=CANARY_KEY"];

    [Fact]
    public async Task A_program_that_tells_its_secret_to_everybody_is_heard_by_nobody()
    {
        var solo = new Solo("strategy rolling { batch = 1 }");
        await using var workspace = new Workspace(solo.Text);

        (await workspace.RunAsync(["up", .. Leaking])).Ends(0);
        await GotItAsync(workspace, revision: 1);
        var log = (await workspace.RunAsync("logs", "web")).Ends(0);
        Assert.Contains("the secret is ***", log.Out, StringComparison.Ordinal);
        Assert.Contains("as base64 it is ***", log.Out, StringComparison.Ordinal);

        // What fails is told with its last answer and the end of its log.
        var failed = (await workspace.RunAsync("up", "--param", "version=2", "--param", "misbehave=leak=CANARY_KEY,fail-health-after=0s")).Ends(5);
        Assert.Contains("the secret is ***", failed.Out + failed.Error, StringComparison.Ordinal);
        await GotItAsync(workspace, revision: 1);
        foreach (var command in (string[][])
        [
            ["status"], ["status", "-o", "json"], ["plan", "--param", "version=3", "-o", "json"], ["plan", "--param", "version=3", "--out", "three.plan"],
            ["history"], ["show", "-o", "json"], ["config", "list", "web"], ["config", "show", "web", "-o", "json"], ["config", "export", "web"],
            ["secrets", "list", "-o", "json"], ["secrets", "get", "canary"], ["secrets", "check"], ["journal", "verify"], ["journal", "list"], ["doctor"], ["graph"], ["rehearse"],
        ])
            await workspace.RunAsync(command);
        (await workspace.RunAsync("apply", "three.plan", "--yes")).Ends(0);
        (await workspace.RunAsync("rollback")).Ends(0);
        (await workspace.RunAsync("down")).Ends(0);
    }

    [Fact]
    public async Task After_the_agent_was_killed_its_successor_starts_instances_with_their_secrets_while_no_host_runs()
    {
        var solo = new Solo("");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync(["up", .. Leaking])).Ends(0);
        var before = await Solo.SettleAsync(workspace, revision: 1);
        (await workspace.RunAsync("host", "stop")).Ends(0);

        await SucceedAgentAsync(workspace);
        foreach (var pid in before.Pids)
            Processes.Kill(pid);

        await Eventually.SeeAsync(
            "both instances run again, as other processes", () => workspace.Instances, seen => seen.Count == 2 && seen.All(process => !before.Pids.Contains(process.Pid)));
        await GotItAsync(workspace, revision: 1);
    }

    [Fact]
    public async Task What_is_no_secret_is_found_everywhere_so_the_search_would_find_a_secret_too()
    {
        var found = (IReadOnlyList<string>)[];
        var plan = $$"""
            plan careless

            component web {
              command = ["{{Programs.Service}}", "web"]
              port    = {{Ports.Take()}}
              config { NO_SECRET = "{{Canary.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"  SERVICE_MISBEHAVE = "leak=NO_SECRET" }
            }

            """;
        await using (var workspace = new Workspace(plan) { OnLeaks = leaks => found = leaks })
        {
            (await workspace.RunAsync("up")).Ends(0);
            (await workspace.RunAsync("logs", "web")).Ends(0);
        }

        foreach (var place in (string[])["what was printed", "lumina.deploy", "table journal_event", "table journal_document", "the answer of /api/v1/logs/", "in base64", ".log: as it is", "agent/"])
            Assert.Contains(found, leak => leak.Contains(place, StringComparison.Ordinal));
    }

    [Fact]
    public void The_search_finds_each_form_packed_and_in_databases_too()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-search-");
        try
        {
            var bytes = Encoding.UTF8.GetBytes(Canary.Value);
            Write("plain", bytes);
            Write("wide", Encoding.Unicode.GetBytes(Canary.Value));
            Write("url", Encoding.UTF8.GetBytes(Uri.EscapeDataString(Canary.Value)));
            Write("hex", Encoding.UTF8.GetBytes(Convert.ToHexString(bytes)));
            for (var shift = 0; shift < 3; shift++)
                Write($"base64-{shift}", Encoding.UTF8.GetBytes(Convert.ToBase64String([.. new byte[shift], .. bytes])));
            using (var gzip = new GZipStream(File.Create(Path.Combine(folder.FullName, "packed.gz")), CompressionLevel.Optimal))
                gzip.Write(bytes);
            using (var database = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "some.db")};Pooling=false"))
            {
                database.Open();
                using var fill = database.CreateCommand();
                fill.CommandText = "create table t (a text, b blob); insert into t values ('nothing', $packed)";
                using var packed = new MemoryStream();
                using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    brotli.Write([.. new byte[5_000], .. bytes]);
                fill.Parameters.AddWithValue("$packed", packed.ToArray());
                fill.ExecuteNonQuery();
            }
            Write("clean", Encoding.UTF8.GetBytes("nothing of it"));

            var found = LeakSearch.InFolder(folder.FullName).Select(leak => leak.Split([':', ' ', ','])[0]).ToHashSet();

            Assert.Equal(["base64-0", "base64-1", "base64-2", "hex", "packed.gz", "plain", "some.db", "url", "wide"], found.Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
    }

    /// <summary>Kills the agent and starts another one by hand. What was killed may hold its folder for a moment more: then the next one is refused.</summary>
    private static async Task SucceedAgentAsync(Workspace workspace)
    {
        const int alreadyRuns = 7;
        var killed = workspace.AgentPid;
        Processes.Kill(killed);
        var agent = workspace.BeginProgram(Programs.Agent, "run", "--state", Path.Combine(workspace.State, "agent"));
        await Eventually.SeeAsync(
            "another agent",
            async () =>
            {
                if (agent.Ending.IsCompleted && (await agent.Ending).ExitCode == alreadyRuns)
                    agent = workspace.BeginProgram(Programs.Agent, "run", "--state", Path.Combine(workspace.State, "agent"));
                return workspace.AgentOrNull?.ProcessId;
            },
            pid => pid is not null && pid != killed);
    }

    /// <summary>That nobody sees it is worth something only when the instances have it: as a variable, and as a file.</summary>
    private static async Task GotItAsync(Workspace workspace, int revision)
    {
        var running = await Solo.SettleAsync(workspace, revision);
        foreach (var pid in running.Pids)
        {
            var variables = Processes.RawVariables(pid).Split('\0');
            Assert.Contains($"CANARY_KEY={Canary.Value}", variables);
            var secrets = variables.Single(variable => variable.StartsWith("LUMINA_SECRETS_DIR=", StringComparison.Ordinal))["LUMINA_SECRETS_DIR=".Length..];
            Assert.Equal(Canary.Value, await File.ReadAllTextAsync(Path.Combine(secrets, "canary.txt"), TestContext.Current.CancellationToken));
        }
    }
}
