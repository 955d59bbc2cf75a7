using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

Console.OutputEncoding = Encoding.UTF8;
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
// A terminal that is closed: what a run keeps in files for itself must go with it.
// Under nohup it stays ignored.
using var hangUp = IgnoresHangUp() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
return (int)await LuminaCommand.RunAsync(World.Real(), args, interrupted.Token);

static bool IgnoresHangUp()
{
    const string ignored = "SigIgn:";
    try
    {
        return File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(ignored, StringComparison.Ordinal)) is { } line
            && ulong.TryParse(line.AsSpan(ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var signals) && (signals & 1) != 0;
    }
    catch (IOException)
    {
        return false;
    }
}

// The first one ends the run in good order, the second one at once.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
