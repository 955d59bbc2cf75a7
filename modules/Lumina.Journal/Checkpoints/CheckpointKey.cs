using System.Security.Cryptography;

namespace Lumina.Journal.Checkpoints;

/// <summary>
/// A host's key pair (ECDSA, P-256). The private half is in a file that only its owner can read; who can read that file can sign whatever he likes.
/// </summary>
public sealed class CheckpointKey : IDisposable
{
    /// <summary>The file with the private key, PKCS #8 as PEM.</summary>
    public const string PrivateFile = "journal.key";

    /// <summary>The file with the public key, as PEM: what an auditor keeps elsewhere.</summary>
    public const string PublicFile = "journal.pub";

    private readonly ECDsa _pair;

    private CheckpointKey(ECDsa pair)
    {
        _pair = pair;
        Public = pair.ExportSubjectPublicKeyInfo();
        Id = IdOf(Public.Span);
    }

    /// <summary>The first 16 hexadecimal digits of the public key's SHA-256.</summary>
    public string Id { get; }

    /// <summary>The public key, as SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Public { get; }

    /// <summary>The key in a folder; made when there is none.</summary>
    /// <exception cref="IOException">The folder can't be used.</exception>
    /// <exception cref="CryptographicException">The file holds no key.</exception>
    public static CheckpointKey OpenOrCreate(string folder)
    {
        var file = Path.Combine(folder, PrivateFile);
        if (!File.Exists(file))
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.Write(Path.Combine(folder, PublicFile), fresh.ExportSubjectPublicKeyInfoPem());
            DurableFile.Write(file, fresh.ExportPkcs8PrivateKeyPem());
        }

        var pair = ECDsa.Create();
        try
        {
            pair.ImportFromPem(File.ReadAllText(file));
            return new(pair);
        }
        catch (ArgumentException noPem)
        {
            pair.Dispose();
            throw new CryptographicException($"{file} holds no private key.", noPem);
        }
    }

    /// <summary>The public key in a PEM file, as SubjectPublicKeyInfo.</summary>
    /// <exception cref="CryptographicException">The file holds no public key.</exception>
    public static ReadOnlyMemory<byte> ReadPublic(string file)
    {
        try
        {
            using var pair = ECDsa.Create();
            pair.ImportFromPem(File.ReadAllText(file));
            return pair.ExportSubjectPublicKeyInfo();
        }
        catch (ArgumentException noPem)
        {
            throw new CryptographicException($"{file} holds no public key.", noPem);
        }
    }

    /// <inheritdoc cref="Id" />
    public static string IdOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];

    /// <summary>Signs that the event at a position has this hash.</summary>
    public JournalCheckpoint Sign(long position, ReadOnlyMemory<byte> hash, DateTimeOffset at) =>
        new(position, hash, at, Id, _pair.SignData(JournalCheckpoint.Signed(position, hash.Span, at, Id), HashAlgorithmName.SHA256));

    /// <summary>Whether this public key's other half has signed a checkpoint.</summary>
    public static bool HasSigned(ReadOnlySpan<byte> publicKey, JournalCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Key != IdOf(publicKey))
            return false;
        using var pair = ECDsa.Create();
        try
        {
            pair.ImportSubjectPublicKeyInfo(publicKey, out _);
        }
        catch (CryptographicException)
        {
            return false;
        }

        var signed = JournalCheckpoint.Signed(checkpoint.Position, checkpoint.Hash.Span, checkpoint.At, checkpoint.Key);
        return pair.VerifyData(signed, checkpoint.Signature.Span, HashAlgorithmName.SHA256);
    }

    public void Dispose() => _pair.Dispose();
}
