using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Robustness.Load;

/// <summary>A seed for each part of a run, from the run's own: the same in every process.</summary>
internal static class Seeds
{
    public static int Of(int seed, string part) => seed ^ BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
}
