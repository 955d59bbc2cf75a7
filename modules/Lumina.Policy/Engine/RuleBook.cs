using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Policy.Conditions;

namespace Lumina.Policy.Engine;

/// <summary>The rules that hold: the newest that can be asked. While the newest are broken, the last good ones go on.</summary>
internal sealed class RuleBook(IRuleSource source, ConditionCompiler compiler)
{
    private readonly Lock _lock = new();
    private ReadRules? _seen;
    private Page _page = new(null, []);
    private Task _last = Task.CompletedTask;

    /// <summary>What is asked now. Nothing is read or compiled on the caller's thread.</summary>
    public Task<Page> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // One look after the other; each begins after it was asked for, so that it sees what was there then.
            var look = LookAfterAsync(_last);
            _last = look;
            return look.WaitAsync(cancellationToken);
        }
    }

    private async Task<Page> LookAfterAsync(Task last)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await Task.Run(Look);
    }

    private Page Look()
    {
        var read = source.Read();
        if (!ReferenceEquals(read, _seen))
        {
            _page = read.IsBroken ? _page with { Problems = Errors(read.Problems) } : Compile(read);
            _seen = read;
        }

        return _page;
    }

    private Page Compile(ReadRules read)
    {
        CompiledRules? rules;
        ImmutableArray<Diagnostic> problems;
        try
        {
            (rules, problems) = compiler.Compile(read.Rules);
        }
#pragma warning disable CA1031 // A set that the compiler breaks at is a broken set: it must neither be compiled anew at each question nor put the last good one aside.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (rules, problems) = (null, [ConditionFindings.Unreadable(new SourceLocation("", 0, 0, 1, 1, 1, 1), $"The conditions can't be compiled: {e.Message}")]);
        }

        return rules is null ? _page with { Problems = Errors(problems) } : new(rules, []) { Texts = read.Files.IsEmpty ? null : new(rules.Set.Digest, read.Files) };
    }

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> problems) => [.. problems.Where(p => p.Severity is Severity.Error)];

    /// <summary>What the book says.</summary>
    /// <param name="Rules">Those that are asked; null when there never were good ones.</param>
    /// <param name="Problems">Why newer ones are not; empty when these are the newest.</param>
    internal sealed record Page(CompiledRules? Rules, ImmutableArray<Diagnostic> Problems)
    {
        /// <summary>What the rules were read from.</summary>
        public RuleTexts? Texts { get; init; }
    }
}
