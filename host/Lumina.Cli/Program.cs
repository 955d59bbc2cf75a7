using System.Runtime.InteropServices;
using System.Text;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

Console.OutputEncoding = Encoding.UTF8;
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
return (int)await LuminaCommand.RunAsync(World.Real(), args, interrupted.Token);

// The first one ends the run in good order, the second one at once.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
