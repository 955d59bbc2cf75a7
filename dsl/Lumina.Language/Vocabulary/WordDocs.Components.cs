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
        Say("component/health", "How the health of an instance is told. Without it, a port that accepts a connection is enough.");
        Say("component/strategy", "How a new revision takes the place of the one that runs.");
        Say("component/rollback", "What is taken back when this component fails, and how long that may take.");
        Say("component/target", "Runs this component elsewhere than its environment says.");
        Say("component/in", "Settings for some environments only. Blocks merge; values and lists replace.");
        Say("component/config_from", "Environment variables from a file: `.json`, `.yaml` or `.env`. What `config` says goes before it.");
        Say("component/config_file", "A file that each instance finds, by its path there.");
        Say("component/secret", "An environment variable whose value is kept in a secret store.");
        Say("component/secret_file", "A file that is a secret: `secret_file \"tls/key.pem\" = sealed(\"tls-key\")`.");
        Say("component/scale", "Lets the number of instances follow the load.");
        Say("component/resources", "What each instance may use of its machine.");

        Say("config_from/schema", "The JSON schema that the file has to keep, by its path.", "string");
        Say("config_from/prefix", "What goes before each name.", "string");
        Say("config_file/from", "The file beside the plan whose text it has.", "string");
        Say("config_file/content", "Its text; `${secret.NAME}` in it is a secret of this component.", "string");
        Say("config_file/template", "Whether each `${…}` in the text of `from` is worked out, as in a string of the plan; `${secret.NAME}` too.", "bool", "false");
        Say("config_file/variable", "The environment variable that says where the instance finds it.", "string");

        Say("rollback/scope", "Which components a failure takes back.", "word", "all");
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

        Say("strategy canary", "The new revision takes a growing share of the traffic, and goes on only while its checks hold.");
        Say("strategy canary/step", "A share of the traffic, and for how long: `step 25% for 2m`. Without a time it waits to be promoted.");
        Say("strategy canary/check", "Something to watch while the new revision takes traffic.");
        Say("strategy canary/no_data", "What it means for the checks when there is no data.", "word");
        Say("strategy canary/match", "Requests that go to the new revision whatever its share is.");
        Say("strategy canary/mirror", "Of how many requests the new revision gets a copy, whose answers nobody sees.", "percentage");
        Say("strategy canary/sticky", "Whether a client stays with the revision that it was given first.", "bool", "false");
        Say("match header", "Requests are told by a header.");
        Say("match header/name", "The header's name.", "string");
        Say("match header/value", "The value that it must have; any when left out.", "string");
        Say("match cookie", "Requests are told by a cookie.");
        Say("match cookie/name", "The cookie's name.", "string");
        Say("match cookie/value", "The value that it must have; any when left out.", "string");
        Say("strategy canary/deadline", "How long one step may go without getting ahead.", "duration", "10m");
        Say("strategy canary/min_ready", "How long a new instance must stay healthy before it counts.", "duration", "0s");
        Say("check/metric", "What is measured: a metric of Lumina's own, or any name with a `query`.", "word or string");
        Say("check/query", "How the metric is asked for.", "string");
        Say("check/compare", "`baseline`: the revision that runs is what is compared with.", "word");
        Say("check/max", "The greatest value that is good.", "decimal, percentage or duration");
        Say("check/min", "The least value that is good.", "decimal, percentage or duration");
        Say("check/tolerance", "How much worse than the baseline is still good.", "percentage");
        Say("check/confidence", "How sure it must be that a difference is none of chance.", "percentage");
        Say("check/worse", "Which difference from the baseline is bad: higher, lower or either.", "word", "higher");
        Say("check/server", "The address of the Prometheus that is asked.", "string");
        Say("check/url", "The address of a JSON document that has the number.", "string");
        Say("check/path", "Where in the document the number is: $.data[0].rate.", "string");
        Say("check/command", "A program that prints the number.", "list of strings");
        Say("check/over", "What it is measured over: each step by itself, or the whole rollout.", "word", "step");
        Say("check/every", "How often it is measured.", "duration", "10s");
        Say("check/count", "After how many measurements it is done.", "int");
        Say("check/failures", "How many measurements may fail; one more fails the check.", "int", "0");
        Say("check/errors", "How many times in a row its source may fail to answer; one more fails the check.", "int", "4");
        Say("check/min_samples", "How many requests or measurements a judgement needs.", "int");
        Say("check/group", "The group that it counts in for the score.", "string");
        Say("check/critical", "Whether the score is 0 when it fails.", "bool", "false");
        Say("strategy canary/inconclusive", "What becomes of a step whose checks say neither yes nor no: pause or fail.", "word", "pause");
        Say("strategy canary/score", "Weighs the checks against each other; without it each of them must hold.");
        Say("score/pass", "The least score that is good.", "percentage", "75%");
        Say("score/marginal", "The least score that is inconclusive.", "percentage");
        Say("score/group", "What a group of checks weighs.");
        Say("group/weight", "Its part of the score.", "percentage");

        Say("strategy blue-green", "The new revision is started beside the old one, and takes all traffic at once.");
        Say("strategy blue-green/switch", "Whether traffic goes over by itself, or when somebody says so.", "word");
        Say("strategy blue-green/verify", "What has to hold before traffic goes over.");
        Say("strategy blue-green/deadline", "How long starting may go without getting ahead.", "duration", "10m");
        Say("strategy blue-green/min_ready", "How long a new instance must stay healthy before it counts.", "duration", "0s");
        Say("verify http", "A GET has to be answered with a status from 200 to 399.");
        Say("verify command", "A command has to exit with 0.");
        Say("verify http/path", "The path to GET.", "string");
        Say("verify http/timeout", "How long that may take.", "duration");
        Say("verify command/command", "The command to run.", "list of strings, or string");
        Say("verify command/timeout", "How long that may take.", "duration");

        Say("strategy recreate", "All instances are stopped before new ones are started.");
        Say("strategy recreate/deadline", "How long that may go without getting ahead.", "duration", "10m");
        Say("strategy recreate/min_ready", "How long a new instance must stay healthy before it counts.", "duration", "0s");
    }

    private static void DescribePipelines()
    {
        Say("pipeline/stage", "One step on the way: something to run, or an environment to deploy to.");
        Say("stage/run", "The command to run.", "list of strings, or string");
        Say("stage/timeout", "How long the command may take.", "duration");
        Say("stage/after", "The stages that come before.");
        Say("stage/deploy", "The environment that is deployed to.");
        Say("stage/gate", "What has to hold before the stage is done.");
        Say("gate soak", "The stage has to have run well for a time.");
        Say("gate approval", "Somebody has to say yes.");
        Say("gate check", "A command has to exit with 0.");
        Say("gate soak/duration", "For how long.", "duration");
        Say("gate approval/from", "The groups of which somebody has to say yes.", "list of strings");
        Say("gate approval/count", "How many have to say yes.", "int", "1");
        Say("gate approval/expires", "How long there is time for that.", "duration");
        Say("gate check/command", "The command to run.", "list of strings, or string");
        Say("gate check/timeout", "How long it may take.", "duration");

        Say("infrastructure/terraform", "A Terraform module by its folder; its variables are in the block.");
        Say("infrastructure/depends", "Infrastructure that has to be there before.");
        Say("infrastructure/in", "Settings for some environments only. Blocks merge; values and lists replace.");

        Say("scale/min", "The least number of instances.", "int");
        Say("scale/max", "The greatest number of instances.", "int");
        Say("scale/cpu", "The load of the processors that is aimed at.", "percentage");
        Say("resources/cpu", "How much of a processor: `500m`, `2`.", "cpu");
        Say("resources/memory", "How much memory: `512MiB`.", "size");
        Say("secret vault", "A secret in Vault, by its path and key; with a version, always that one.");
        Say("secret sealed", "A secret of the local sealed store, by its name.");
    }
}
