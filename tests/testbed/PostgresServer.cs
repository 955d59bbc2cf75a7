using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lumina.Testbed;

/// <summary>A real PostgreSQL that ends with this process, its data forgotten. What uses it needs nothing but the script beside this file.</summary>
internal sealed class PostgresServer
{
    private static readonly Lazy<PostgresServer> One = new(() => Start());
    private static int _numbers;

    private readonly string _folder;

    private PostgresServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>The one that all share who do it no harm.</summary>
    public static PostgresServer Shared => One.Value;

    public int Port { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    public string OptionsFile => Path.Combine(_folder, "options");

    /// <summary>Whether its data is on a disk of its own, which can be had full.</summary>
    public bool HasDisk => File.Exists(Path.Combine(_folder, "disk"));

    /// <summary>A server of one's own.</summary>
    /// <param name="diskMegabytes">How large a disk of its own it is to have, where this machine lets us mount one; null for none.</param>
    public static PostgresServer Start(int? diskMegabytes = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "lumina-postgres-" + Guid.NewGuid().ToString("n"));
        var server = new PostgresServer(folder, FreePort());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        Script("up", folder, server.Port.ToString(CultureInfo.InvariantCulture), diskMegabytes?.ToString(CultureInfo.InvariantCulture) ?? "");
        return server;
    }

    /// <summary>A new, empty database.</summary>
    public string NewDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _numbers)}";
        Run(ConnectionString("postgres"), $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>A new, empty schema, which is quicker to be had; other tests are in the same database.</summary>
    public string NewSchema()
    {
        var name = $"test_{Interlocked.Increment(ref _numbers)}";
        Run(ConnectionString("postgres"), $"create schema {name}");
        return $"{ConnectionString("postgres")};Search Path={name}";
    }

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=lumina;Database={database};Maximum Pool Size=20;Timeout=30";

    /// <summary>Kills it as a crash would, and starts it again.</summary>
    public void Restart() => Script("restart", _folder);

    /// <summary>Kills it as a crash would.</summary>
    public void Crash() => Script("crash", _folder);

    public void StartAgain() => Script("start", _folder);

    /// <summary>Takes all room from its disk.</summary>
    public void Fill() => Script("full", _folder);

    /// <summary>Gives it back, and starts the server when it has ended for want of it.</summary>
    public void MakeRoom() => Script("room", _folder);

    public void Stop()
    {
        if (Directory.Exists(_folder))
            Script("down", _folder);
    }

    /// <summary>Runs SQL on a connection of its own, and returns what comes first of what it answers.</summary>
    public static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static void Script(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(ScriptFile()) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The script did not start.");
        // Standard output is left alone: the server inherits it, and would keep it open.
        var complaints = process.StandardError;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"postgres {string.Join(' ', arguments.ToArray())} failed: {complaints.ReadToEnd()}");
    }

    private static string ScriptFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("This is not run from within the repository."), "tests", "testbed", "postgres");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
