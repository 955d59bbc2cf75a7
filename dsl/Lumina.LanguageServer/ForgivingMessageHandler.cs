using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace Lumina.LanguageServer;

/// <summary>Reads messages with headers; passes over those that are no messages, so that one of them doesn't end the conversation.</summary>
internal sealed class ForgivingMessageHandler(Stream sending, Stream receiving, IJsonRpcMessageFormatter formatter, TextWriter log)
    : HeaderDelimitedMessageHandler(sending, receiving, formatter)
{
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var message = await base.ReadCoreAsync(cancellationToken);
                if (message is not (JsonRpcResult or JsonRpcError))
                    return message;
                // This server asks nothing, so an answer is a mistake too. Its text is let go, or the next message would wait for that.
                ((IJsonRpcMessageBufferManager)this).DeserializationComplete(message);
            }
            catch (Exception malformed) when (malformed is JsonException or ArgumentException or FormatException or BadRpcHeaderException)
            {
                await log.WriteLineAsync($"lumina lsp: a message that is none was passed over: {malformed.Message}");
            }
        }
    }
}
