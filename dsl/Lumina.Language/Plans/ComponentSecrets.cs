namespace Lumina.Language.Plans;

/// <summary>The secrets of a component.</summary>
public static class ComponentSecrets
{
    /// <summary>All references of a component, those of variables first; the same one more than once when it is used more than once.</summary>
    public static IEnumerable<SecretReference> SecretReferences(this ComponentSpec component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return component.Secrets.Values.Concat(component.Files.Values.SelectMany(file => file.Pieces).Select(piece => piece.Secret).OfType<SecretReference>());
    }

    /// <summary>All references with where they are used, as changes name it: <c>secret DB_KEY</c>, <c>file tls/key.pem</c>.</summary>
    public static IEnumerable<(string Path, SecretReference Reference)> SecretUses(this ComponentSpec component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return component.Secrets.Select(secret => ("secret " + secret.Key, secret.Value)).Concat(component.Files.SelectMany(file =>
            file.Value.Pieces.Select(piece => piece.Secret).OfType<SecretReference>().Distinct().Select(secret => ("file " + file.Key, secret))));
    }

    /// <summary>The component with each of its references replaced.</summary>
    /// <param name="component">The component.</param>
    /// <param name="replace">What takes a reference's place.</param>
    public static ComponentSpec WithSecrets(this ComponentSpec component, Func<SecretReference, SecretReference> replace)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(replace);
        return component with
        {
            Secrets = component.Secrets.SetItems(component.Secrets.Select(secret => KeyValuePair.Create(secret.Key, replace(secret.Value)))),
            Files = component.Files.SetItems(component.Files.Where(file => file.Value.IsSecret).Select(file => KeyValuePair.Create(
                file.Key, file.Value with { Pieces = [.. file.Value.Pieces.Select(piece => piece.Secret is { } secret ? piece with { Secret = replace(secret) } : piece)] }))),
        };
    }
}
