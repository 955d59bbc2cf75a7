using System.Globalization;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>A long plan as authors write them: what a component of the published plan has, again and again.</summary>
internal static class PlanText
{
    private const int LinesOfComponent = 21;

    public static string OfLines(int lines)
    {
        var text = new StringBuilder("""
            plan large { version = param.version }
            param version   : string = "1.4.0"
            param log_level : string = "info" { allowed = ["debug", "info", "warn", "error"] }
            environment development { target process }
            environment production  { target kubernetes { context = "prod" }  after development }

            """);
        for (var i = 0; i < (lines - 5) / LinesOfComponent; i++)
        {
            var before = i % 50 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"depends on service-{i - 1}");
            var url = i % 50 == 0 ? "\"none\"" : string.Create(CultureInfo.InvariantCulture, $"component.service-{i - 1}.url");
            text.Append(CultureInfo.InvariantCulture, $$"""
                // Service number {{i}} of many.
                component service-{{i}} {
                  {{before}}
                  image = "large/service-{{i}}:${plan.version}"
                  port  = {{1024 + i}}

                  config {
                    LARGE_ENV       = environment.name
                    LARGE_LOG_LEVEL = param.log_level
                    LARGE_UPSTREAM  = {{url}}
                  }

                  health http { path = "/health"  every = 1s }
                  strategy rolling { batch = 1 }

                  in production {
                    replicas = 2
                    config { LARGE_MODE = "fast" }
                  }
                }


                """);
        }

        return text.ToString();
    }
}
