using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Lumina.Journal.Checkpoints;

/// <summary>
/// Signs where the journal is, whenever it is asked and something was added: into the database first, then into the file beside the key. So what the
/// file has and the database has not, was taken out of the database.
/// </summary>
public sealed partial class CheckpointSigner : IDisposable
{
    private readonly CheckpointStore _store;
    private readonly CheckpointFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1);
    private JournalCheckpoint? _last;
    private bool _keyKnown;

    /// <summary>A signer with the key in a folder, which is made when there is none.</summary>
    /// <exception cref="IOException">The folder can't be used.</exception>
    /// <exception cref="InvalidDataException">The file of checkpoints is damaged.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key can't be read.</exception>
    public CheckpointSigner(DbDataSource dataSource, TimeProvider time, string folder, ILogger<CheckpointSigner> logger)
    {
        _store = new(dataSource);
        _time = time;
        _logger = logger;
        Key = CheckpointKey.OpenOrCreate(folder);
        _file = new(Path.Combine(folder, FileName));
        _last = _file.Last();
    }

    /// <summary>The name of the file that this host's checkpoints are in, beside its key.</summary>
    public const string FileName = "checkpoints.jsonl";

    /// <summary>The host's key.</summary>
    public CheckpointKey Key { get; }

    internal CheckpointFile File => _file;

    /// <summary>
    /// Signs the journal's last event. Null when nothing was added since the last time; and when the event that was signed last has
    /// another hash now or is gone: what was tampered with is not signed, and <c>verify</c> says what it is.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The database can't be used now.</exception>
    public Task<JournalCheckpoint?> SignAsync(CancellationToken cancellationToken = default) => SignAsync(1, cancellationToken);

    /// <inheritdoc cref="SignAsync(CancellationToken)" />
    /// <param name="atLeast">Null is also returned while fewer events than this were added since the last time.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<JournalCheckpoint?> SignAsync(int atLeast, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await _store.ReadEndAsync(cancellationToken) is not var (position, hash))
                return null;
            // A journal that has become shorter is looked at, however short.
            if (position - (_last?.Position ?? 0) is >= 0 and var added && added < atLeast && atLeast > 1)
                return null;
            if (!await StandsAsync(position, cancellationToken))
                return null;
            if (_last is { } last && last.Position == position)
                return null;
            var checkpoint = Key.Sign(position, hash, _time.GetUtcNow());
            if (!_keyKnown)
                await _store.AddKeyAsync(Key, checkpoint.At, cancellationToken);
            _keyKnown = true;
            await _store.AddAsync(checkpoint, cancellationToken);
            _file.Add(checkpoint);
            return _last = checkpoint;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Puts the public key where the other hosts find it.</summary>
    /// <exception cref="JournalUnavailableException">The database can't be used now.</exception>
    public Task PublishKeyAsync(CancellationToken cancellationToken) => _store.AddKeyAsync(Key, _time.GetUtcNow(), cancellationToken);

    public void Dispose()
    {
        Key.Dispose();
        _gate.Dispose();
    }

    /// <summary>Whether what was signed last is still so, as far as it is in the database: archived events are not.</summary>
    private async Task<bool> StandsAsync(long end, CancellationToken cancellationToken)
    {
        if (_last is not { } last)
            return true;
        var found = await _store.ReadHashAsync(last.Position, cancellationToken);
        if (found is null && last.Position < end && await _store.IsArchivedAsync(last.Position, cancellationToken))
            return true;
        if (found is not null && found.AsSpan().SequenceEqual(last.Hash.Span))
            return true;
        LogTampered(_logger, last.Position);
        return false;
    }

    [LoggerMessage(3004, LogLevel.Critical, "The journal is not what this host has signed: event {Position} is another one, or gone. Nothing more is signed; see 'lumina journal verify'")]
    private static partial void LogTampered(ILogger logger, long position);
}
