using System.Security.Cryptography;
using System.Text.Json;
using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>A host's folder, which one host at a time may use: others can find there how to reach it.</summary>
internal sealed class HostFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _endpoint;
    private readonly FileStream _lock;

    private HostFolder(string directory, FileStream held, string token)
    {
        _endpoint = Path.Combine(directory, "host.json");
        _lock = held;
        Token = token;
    }

    /// <summary>What a caller has to show.</summary>
    public string Token { get; }

    /// <summary>Takes the folder; makes it when it is not there.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="tokenFile">The file with the token, which several hosts may have; null for a token that nobody has had.</param>
    /// <exception cref="HostStartException">Another host has it, or it can't be used.</exception>
    public static HostFolder Take(string directory, string? tokenFile = null)
    {
        var token = tokenFile is null ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) : TokenFile.Read(tokenFile);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, Private | UnixFileMode.UserExecute);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(ProblemCodes.StoreUnavailable, $"The folder {directory} can't be made: {problem.Message}",
                "Make it writable for this user, or name another with --state.");
        }
        try
        {
            // The operating system gives the lock up with the process, however that ends.
            return new HostFolder(directory, new FileStream(Path.Combine(directory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), token);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new HostStartException(ProblemCodes.StoreUnavailable, $"The folder {directory} can't be written: {problem.Message}",
                "Make it writable for this user, or name another with --state.");
        }
        catch (IOException)
        {
            throw new HostStartException(ProblemCodes.FolderInUse, $"Another host uses {directory}.",
                "Use that one (lumina host status), or end it first (lumina host stop).");
        }
    }

    /// <summary>Says how to reach this host.</summary>
    public void Announce(string url)
    {
        var endpoint = new HostEndpoint(url, Token, Environment.ProcessId);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        var fresh = _endpoint + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, options))
            JsonSerializer.Serialize(file, endpoint, ApiJson.Default.HostEndpoint);
        File.Move(fresh, _endpoint, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(_endpoint);
        _lock.Dispose();
    }
}

/// <summary>The host can't start.</summary>
internal sealed class HostStartException(string code, string message, string remedy) : Exception(message)
{
    public string Code { get; } = code;

    public string Remedy { get; } = remedy;
}
