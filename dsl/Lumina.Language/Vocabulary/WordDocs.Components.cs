namespace Lumina.Language.Vocabulary;

/// <summary>Components and what stands in them.</summary>
internal static partial class WordDocs
{
    private static void DescribeComponents()
    {
        Say("component/image", "The container image to run. Name a version, or better a digest.", "string");
        Say("component/command", "The program and its arguments: a list, or one string that is split at its blanks. There is no shell.", "list of strings, or string");
        Say("component/args", "Arguments that are appended to the command, or to the image's own.", "list of strings, or string");
        Say("component/port", "The port that others reach it under, 1 to 65535. Each instance is told its own as the variable PORT.", "int");
        Say("component/replicas", "How many instances there should be, 0 to 10,000.", "int", "1");
        Say("component/version", "What this state of the component is called.", "string", "plan.version");
        Say("component/stop_within", "How long an instance may take to stop after it was asked to, before it is killed.", "duration", "10s");
        Say("component/depends", "Components that are live before this one starts.");
        Say("component/config", "Environment variables of its instances.");
        Say("component/health", "How the health of an instance is told. Without it, a port that accepts a connection is enough.", values: ["http", "tcp", "command"]);
        Say("component/strategy", "How a new revision takes the place of the one that runs.", values: ["rolling"]);
        Say("component/rollback", "What is taken back when this component fails, and how long that may take.");
        Say("component/target", "Runs this component elsewhere than its environment says.", values: ["process", "docker", "kubernetes", "terraform", "simulated"]);
        Say("component/in", "Settings for some environments only. Blocks merge; values and lists replace.");
        Say("component/secret", "An environment variable whose value is kept in a secret store.");
        Say("component/scale", "Lets the number of instances follow the load.");
        Say("component/resources", "What each instance may use of its machine.");

        Say("rollback/scope", "Which components a failure takes back.", "word", "all", ["all"]);
        Say("rollback/within", "How long taking this component back may take.", "duration", "5m");
        Say("rollback/keep_previous", "How long the revision before goes on running, so that going back is instant.", "duration");
    }

    private static void DescribeHealth()
    {
        Say("health/path", "The path to GET; begins with `/`. For `health http`.", "string", "\"/health\"");
        Say("health/command", "The command to run; healthy when it exits with 0. For `health command`.", "list of strings, or string");
        Say("health/every", "How long between two checks.", "duration", "2s");
        Say("health/timeout", "How long a check may take.", "duration", "1s");
        Say("health/healthy_after", "How many successes in a row make an instance healthy, 1 to 1000.", "int", "1");
        Say("health/unhealthy_after", "How many failures in a row make an instance unhealthy, 1 to 1000.", "int", "3");
        Say("health/start_within", "How long a new instance may take to become healthy.", "duration", "30s");

        Say("health http", "Healthy when a GET is answered with a status from 200 to 399.");
        Say("health tcp", "Healthy when the port accepts a connection.");
        Say("health command", "Healthy when a command exits with 0.");
    }

    private static void DescribeStrategies()
    {
        Say("strategy rolling", "Instances are replaced in batches.");

        Say("strategy rolling/batch", "How many instances one step replaces.", "int or percentage", "1");
        Say("strategy rolling/max_surge", "How many instances more than wanted may exist meanwhile; as `batch` without it.", "int or percentage", "1");
        Say("strategy rolling/max_unavailable", "How many fewer instances than wanted may be healthy meanwhile.", "int or percentage", "0");
        Say("strategy rolling/deadline", "How long one step may go without getting ahead.", "duration", "10m");
        Say("strategy rolling/min_ready", "How long a new instance must stay healthy before it counts.", "duration", "0s");
        Say("strategy rolling/step", "A share of the traffic, and for how long.");
        Say("strategy rolling/check", "Something to watch while the new revision takes traffic.");
        Say("strategy rolling/no_data", "What no data means for the checks.");
    }
}
