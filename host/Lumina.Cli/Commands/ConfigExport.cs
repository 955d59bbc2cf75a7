using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Configuration;
using Lumina.Configuration.Exporting;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina config export</c>.</summary>
internal sealed class ConfigExport : ConfigVerb
{
    private static readonly string[] Forms = ["env", "json", "yaml", "files"];

    private readonly Argument<int?> _number = Number("N", "Its number; that which runs unless given.");
    private readonly Option<string> _form = new("--format")
    {
        Description = "env: variables as NAME=value; json, yaml: variables and files; files: the files, into the folder of --out.",
        HelpName = string.Join('|', Forms),
        DefaultValueFactory = _ => Forms[0],
    };

    private readonly Option<string?> _out = new("--out") { Description = "The folder for files. What is in it under the same names is written over.", HelpName = "DIR" };
    private readonly Option<bool> _noSecrets = new("--no-secrets") { Description = "Leave out variables that are secret and files with a secret in them." };

    public ConfigExport(World world, CommonOptions common)
        : base(
            world, common, "export", "Writes a configuration of a component for other programs. Where a secret's value would be stands where it is kept.",
            "lumina config export core", "lumina config export core 4 --format yaml --no-secrets", "lumina config export core --format files --out core-files")
    {
        _form.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !Forms.Contains(value))
                result.AddError($"'{value}' is no form: env, json, yaml or files.");
        });
        Add(_number);
        AddOptions(_form, _out, _noSecrets);
    }

    protected override async Task<ExitCode> RunAsync(Session session, LuminaClient host, ComponentConfigurations found, CancellationToken cancellationToken)
    {
        var form = session.Value(_form) ?? Forms[0];
        var folder = session.Value(_out);
        if (form == "files" != folder is { Length: > 0 })
            throw CliException.BadCommandLine("--format files and --out DIR belong together.", $"lumina config export {found.Component} --format files --out DIR");
        if (session.Screen.Json && form != "json")
            throw CliException.BadCommandLine($"--output json is no {form}.", "Leave it out, or say --format json.");
        var configuration = await ReadAsync(host, found, NumberOf(found, session.Value(_number)), cancellationToken);
        if (session.Value(_noSecrets)) configuration = ConfigurationExport.WithoutSecrets(configuration);
        if (folder is { } named) WriteFiles(session, configuration, Path.GetFullPath(named, session.World.CurrentDirectory));
        else session.Screen.Result(TextOf(form, configuration).TrimEnd('\n'));
        return ExitCode.Done;
    }

    private static string TextOf(string form, ConfigurationVersion configuration) => form switch
    {
        "json" => ConfigurationExport.Json(configuration),
        "yaml" => ConfigurationExport.Yaml(configuration),
        _ => ConfigurationExport.Env(configuration),
    };

    private static void WriteFiles(Session session, ConfigurationVersion configuration, string folder)
    {
        try
        {
            var files = ConfigurationExport.Files(configuration);
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file) ?? folder);
                File.WriteAllText(file, text);
            }

            session.Screen.Report($"{Wording.Count(files.Count, "file")} in {folder}");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(ExitCode.Failed, new(ProblemCodes.FileUnwritable, unwritable.Message, "Name another folder with --out."));
        }
    }
}
