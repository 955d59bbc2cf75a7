using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets rotate</c>.</summary>
internal sealed class SecretsRotate : SecretsVerb
{
    private readonly Option<bool> _removeOld = new("--remove-old")
    {
        Description = "Take the old key out of the folder of keys. What runs was sealed with it: it can't be started anew or come back until it was deployed again.",
    };

    public SecretsRotate(World world, CommonOptions common)
        : base(
            world, common, "rotate",
            "Makes a new master key and seals every value in lumina.sealed anew with it; the values stay as they are. The old key is kept, for what runs. Needs no host.",
            "lumina secrets rotate", "lumina secrets rotate --remove-old")
    {
        Add(_removeOld);
        AddOptionsOfPlan();
    }

    protected override async Task<ExitCode> RunAsync(Session session, SealedFolder secrets, CancellationToken cancellationToken)
    {
        var rotation = await secrets.RotateAsync(session.Value(_removeOld), cancellationToken);
        if (session.Screen.Json)
        {
            session.Print(new(rotation.OldKey, rotation.NewKey, rotation.Entries, rotation.OldRemoved), json => json.SecretRotationReport);
            return ExitCode.Done;
        }

        session.Screen.Report($"{Wording.Count(rotation.Entries, "value")} sealed anew with key {rotation.NewKey}; the old one was {rotation.OldKey}, and is {(rotation.OldRemoved ? "removed" : "kept")}", Tone.Good);
        session.Screen.Message("give the new key to those who had the old one, hosts and CI too, before they meet a plan of it", Tone.Doubtful);
        return ExitCode.Done;
    }
}
