using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy.Conditions;

/// <summary>Compiles the conditions of a set, all at once. Sets that it has met before it has in memory, or on disk. Safe for many threads.</summary>
/// <param name="cacheFolder">Where compiled conditions are kept; nobody but the program may write there. Null to keep none.</param>
public sealed class ConditionCompiler(string? cacheFolder = null)
{
    private const int MostImages = 4;

    // An image knows the layout of what it was compiled against: another build of ours or of the runtime has other keys.
    private static readonly string ModelVersion = string.Join(
        ' ', new[] { typeof(Guard), typeof(RuleSet), typeof(Planning.Changes.ChangeSet), typeof(object), typeof(Enumerable) }.Select(type => type.Module.ModuleVersionId.ToString("N")));

    private readonly ImageStore? _store = cacheFolder is null ? null : new(cacheFolder);
    private readonly LinkedList<(string Key, ConditionImage Image)> _images = new();
    private readonly Lock _lock = new();

    /// <summary>What is wrong with the conditions of a set; empty when nothing is.</summary>
    public ImmutableArray<Diagnostic> Check(RuleSet rules) => Compile(rules).Problems;

    /// <summary>How often something was really compiled.</summary>
    internal int Compilations { get; private set; }

    /// <summary>Either rules, or else problems.</summary>
    internal (CompiledRules? Rules, ImmutableArray<Diagnostic> Problems) Compile(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var conditions = ConditionText.AllOf(rules);
        if (conditions.IsEmpty)
            return (CompiledRules.Bind(rules, null), []);
        var key = KeyOf(conditions);
        // One at a time: who comes second for the same set finds it made.
        lock (_lock)
        {
            if ((InMemory(key) ?? OnDisk(key)) is { } known)
                return (CompiledRules.Bind(rules, known), []);
            Compilations++;
            var (bytes, problems) = ConditionEmit.Compile(conditions);
            if (bytes is null)
                return (null, problems);
            _store?.Write(key, bytes);
            return (CompiledRules.Bind(rules, Keep(key, ConditionImage.Load(bytes))), []);
        }
    }

    private ConditionImage? InMemory(string key)
    {
        for (var node = _images.First; node is not null; node = node.Next)
        {
            if (node.Value.Key != key)
                continue;
            _images.Remove(node);
            _images.AddFirst(node);
            return node.Value.Image;
        }

        return null;
    }

    private ConditionImage? OnDisk(string key)
    {
        if (_store?.Read(key) is not { } bytes)
            return null;
        try
        {
            return Keep(key, ConditionImage.Load(bytes));
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private ConditionImage Keep(string key, ConditionImage image)
    {
        _images.AddFirst((key, image));
        while (_images.Count > MostImages)
            _images.RemoveLast();
        return image;
    }

    private static string KeyOf(ImmutableArray<ConditionText> conditions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(ModelVersion);
        foreach (var condition in conditions)
        {
            Append($"{condition.Subject} {condition.IsHole}");
            Append(condition.CSharp.Text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // With its length, so that no two lists read alike.
        void Append(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
