using System.Globalization;
using System.Runtime.InteropServices;

namespace Lumina.Agent.Tests.Service;

/// <summary>Writes over the place where the kernel has put this program's variables, as programs do that show a title in <c>ps</c>.</summary>
internal static class OwnVariables
{
    private const int FirstAfterName = 3;
    private const int BeginField = 50;
    private const int EndField = 51;

    /// <param name="bytes">How many, from the beginning; more than there are for all.</param>
    public static void Overwrite(int bytes)
    {
        var status = File.ReadAllText("/proc/self/stat");
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        var begin = long.Parse(fields[BeginField - FirstAfterName], CultureInfo.InvariantCulture);
        var length = (int)(long.Parse(fields[EndField - FirstAfterName], CultureInfo.InvariantCulture) - begin);
        var title = new byte[Math.Min(bytes, length)];
        Array.Fill(title, (byte)'x');
        Marshal.Copy(title, 0, (nint)begin, title.Length);
    }
}
