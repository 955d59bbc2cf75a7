using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace Lumina.Host.Starting;

/// <summary>
/// Lets only silos in that know the cluster's secret: who is connected to sends a number that was never used, who connects answers with its
/// HMAC-SHA256. Nothing of Orleans' own protocol, which knows no token, is read before. It hides nothing from who listens in between.
/// </summary>
internal sealed class SiloGate(byte[] secret)
{
    private const int Size = 32;

    /// <summary>How long a stranger may keep a connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The side that is connected to.</summary>
    public async Task LetInAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var nonce = RandomNumberGenerator.GetBytes(Size);
        if (await ExchangeAsync() is { } shown && CryptographicOperations.FixedTimeEquals(shown, HMACSHA256.HashData(secret, nonce)))
            await next(context);
        else
            context.Abort();

        async Task<byte[]?> ExchangeAsync()
        {
            await context.Transport.Output.WriteAsync(nonce);
            return await ReadAsync(context.Transport.Input);
        }
    }

    /// <summary>The side that connects.</summary>
    public async Task ShowAsync(ConnectionContext context, ConnectionDelegate next)
    {
        if (await ReadAsync(context.Transport.Input) is { } nonce)
        {
            await context.Transport.Output.WriteAsync(HMACSHA256.HashData(secret, nonce));
            await next(context);
        }
        else
        {
            context.Abort();
        }
    }

    /// <summary>Exactly as many bytes as are exchanged; null when they don't come.</summary>
    private static async Task<byte[]?> ReadAsync(PipeReader input)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var read = await input.ReadAtLeastAsync(Size, patience.Token);
            if (read.Buffer.Length < Size)
                return null;
            var bytes = read.Buffer.Slice(0, Size).ToArray();
            input.AdvanceTo(read.Buffer.GetPosition(Size));
            return bytes;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            return null;
        }
    }
}
