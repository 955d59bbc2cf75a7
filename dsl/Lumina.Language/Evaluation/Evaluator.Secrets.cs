using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>References to secrets. They are no values: nothing can be done with them but to name one.</summary>
internal sealed partial class Evaluator
{
    public static readonly ImmutableArray<string> SecretSources = ["vault", "sealed"];

    /// <summary>What a secret's value refers to: a call of <c>vault</c> or <c>sealed</c>, or a choice between such; null when it is none, which has been
    /// reported. A sealed one comes with its value, encrypted, where the file of sealed secrets can be read.</summary>
    public SecretReference? Secret(ExpressionSyntax expression) =>
        FindSecret(expression) is var (reference, call) ? reference is SealedSecret kept ? Sealed(kept, call) : reference : null;

    /// <summary>Checks one that is replaced here: it need not be there.</summary>
    public void CheckSecret(ExpressionSyntax expression) => FindSecret(expression);

    private (SecretReference Reference, CallSyntax Call)? FindSecret(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedSyntax inner:
                return FindSecret(inner.Inner);
            case ConditionalSyntax choice:
                return SecretOf(choice);
            case CallSyntax call:
                return SecretOf(call) is { } reference ? (reference, call) : null;
            case LiteralSyntax { Value: UnknownValue }:
                return null;
            default:
                Fail(ValueFindings.NoSecretReference(diagnostics.Locate(expression.Span)));
                return null;
        }
    }

    private (SecretReference Reference, CallSyntax Call)? SecretOf(ConditionalSyntax choice)
    {
        var condition = Conversion.To(ValueKind.Bool, Evaluate(choice.Condition), choice.Condition, "A condition", diagnostics);
        var (whenTrue, whenFalse) = (FindSecret(choice.WhenTrue), FindSecret(choice.WhenFalse));
        return condition is BoolValue { Truth: var truth } ? truth ? whenTrue : whenFalse : null;
    }

    /// <summary>The newest value that is kept under the name for this environment.</summary>
    private SealedSecret? Sealed(SealedSecret secret, CallSyntax call)
    {
        if (surroundings.SealedFile is not { } file)
            return secret;
        var at = diagnostics.Locate(call.Span);
        if (file.Problem is { } problem)
            return FailSealed(ConfigurationFindings.SealedFileUnreadable(at, file.Name, problem, file.Names is null ? secret.Name : null));
        if (file.Names!.Find(secret.Name, scope.Name) is { } found)
            return found;
        return FailSealed(file.Names.Names.Contains(secret.Name)
            ? ConfigurationFindings.NotSealedHere(at, file.Name, secret.Name, scope.Name)
            : ConfigurationFindings.UnknownSealedSecret(at, file.Name, secret.Name, diagnostics.Nearest(secret.Name, file.Names.Names)));
    }

    private SealedSecret? FailSealed(Diagnostic finding)
    {
        Fail(finding);
        return null;
    }

    private SecretReference? SecretOf(CallSyntax call)
    {
        var name = Source.ToString(call.Name.Span);
        if (!SecretSources.Contains(name))
        {
            if (Suggestion.Nearest(name, SecretSources) is { } near)
                Fail(NameFindings.UnknownFunction(diagnostics.Locate(call.Name.Span), name, near));
            else
                Fail(ValueFindings.NoSecretReference(diagnostics.Locate(call.Span)));
            return null;
        }
        var arguments = call.Arguments.Select(Evaluate).ToImmutableArray();
        if (arguments.Any(a => a is UnknownValue))
            return null;
        SecretReference? reference = (name, arguments) switch
        {
            ("sealed", [StringValue { Text.Length: > 0 } of]) => new SealedSecret { Name = of.Text },
            ("vault", [StringValue { Text.Length: > 0 } path, StringValue { Text.Length: > 0 } key]) => new VaultSecret { Path = path.Text, Key = key.Text },
            ("vault", [StringValue { Text.Length: > 0 } path, StringValue { Text.Length: > 0 } key, IntValue { Number: >= 1 and <= int.MaxValue } version]) =>
                new VaultSecret { Path = path.Text, Key = key.Text, Version = (int)version.Number },
            _ => null,
        };
        if (reference is null)
            Fail(ValueFindings.WrongArguments(diagnostics.Locate(call.Span), name == "sealed" ? "'sealed' is called as sealed(name)." : "'vault' is called as vault(path, key) or vault(path, key, version), the version counting from 1."));
        return reference;
    }
}
