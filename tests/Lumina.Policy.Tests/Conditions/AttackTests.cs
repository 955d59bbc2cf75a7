using Lumina.Language.Rules;
using Lumina.Policy.Conditions;

namespace Lumina.Policy.Tests.Conditions;

/// <summary>What a condition must not be able to do. Each is refused before anything of it is loaded.</summary>
public sealed class AttackTests
{
    [Theory]
    // Files, processes, the machine, the net.
    [InlineData("8206", """System.IO.File.ReadAllText("/etc/passwd") == "" """)]
    [InlineData("8206", """System.IO.Directory.GetFiles("/").Any()""")]
    [InlineData("8206", """global::System.IO.File.Exists("/etc/passwd")""", "8203")]
    [InlineData("8203", "new System.IO.FileStream(\"/tmp/x\", System.IO.FileMode.Create) != null")]
    [InlineData("8206", "System.IO.Path.GetTempPath() == \"\"")]
    [InlineData("8206", "System.Environment.MachineName == \"\"")]
    [InlineData("8206", "System.Environment.GetEnvironmentVariable(\"TOKEN\") == null")]
    [InlineData("8209", "System.Environment.Exit(1)")]
    [InlineData("8206", "plan.Components.Any(c => System.Environment.ProcessId == 1)")]
    [InlineData("8204", "System.Diagnostics.Process.Start(\"sh\") == null")]
    [InlineData("8204", "System.Console.ReadLine() == null")]
    [InlineData("8204", "new System.Net.Http.HttpClient() == null", "8203")]
    [InlineData("8204", "System.Net.Dns.GetHostName() == \"\"")]
    [InlineData("8206", "System.GC.GetTotalMemory(true) > 0")]
    [InlineData("8206", "System.DateTime.Now.Year > 2000")]
    [InlineData("8206", "System.DateTimeOffset.UtcNow.Year > 2000")]
    [InlineData("8206", "System.Random.Shared.Next() > 1")]
    [InlineData("8206", "System.TimeZoneInfo.Local.Id == \"\"")]
    [InlineData("8206", "System.Diagnostics.Debugger.IsAttached")]
    // Reflection.
    [InlineData("8206", "component.GetType().Name == \"\"")]
    [InlineData("8206", "component.Name.GetType().Assembly.Location == \"\"")]
    [InlineData("8203", "typeof(string).Name == \"\"")]
    [InlineData("8206", "System.Type.GetType(\"System.IO.File\") == null")]
    [InlineData("8206", "System.Reflection.Assembly.GetExecutingAssembly() == null")]
    [InlineData("8206", "System.AppDomain.CurrentDomain.Id == 1")]
    [InlineData("8206", "System.Activator.CreateInstance<string>() == \"\"")]
    [InlineData("8206", "System.Runtime.InteropServices.Marshal.ReadByte(System.IntPtr.Zero) == 0")]
    [InlineData("8206", "System.Runtime.CompilerServices.Unsafe.As<string>(component) == \"\"")]
    [InlineData("8207", "System.Runtime.Loader.AssemblyLoadContext.All.Any()")]
    [InlineData("8206", "Microsoft.Win32.SafeHandles.SafeFileHandle.Equals(null, null)", "8204")]
    [InlineData("8203", "default(System.IO.FileInfo) == null")]
    [InlineData("8203", "default == component.Name")]
    // Threads, waiting, running for ever.
    [InlineData("8206", "System.Threading.Thread.CurrentThread.Name == \"\"")]
    [InlineData("8206", "System.Threading.Tasks.Task.Delay(100000).IsCompleted")]
    [InlineData("8203", "await System.Threading.Tasks.Task.FromResult(true)", "8201")]
    [InlineData("8203", "plan.Components.Any(async c => true)")]
    [InlineData("8206", "Enumerable.Range(0, int.MaxValue).All(x => true)")]
    [InlineData("8206", "Enumerable.Repeat(1, int.MaxValue).Count() > 1")]
    [InlineData("8206", "Enumerable.Sequence(0, 1000000000, 1).Count() > 1")]
    [InlineData("8206", "Enumerable.InfiniteSequence(0, 1).Any(x => x < 0)")]
    [InlineData("8206", "plan.Components.Concat(plan.Components).Any()")]
    [InlineData("8206", "plan.Components.Aggregate(\"x\", (a, c) => a + a).Length > 1")]
    [InlineData("8207", "plan.Components.Zip(plan.Components).Any()")]
    [InlineData("8206", "plan.Components.ToList().Count > 1")]
    [InlineData("8206", "plan.Components.AsParallel().Any()", "8205")]
    [InlineData("8206", "((System.Func<bool>)(() => true))()")]
    [InlineData("8206", "((System.Func<int, int>)(x => x))(1) == 1")]
    [InlineData("8203", "new System.Func<bool>(() => true)()")]
    [InlineData("8203", "(component.Name is var a) && (a + a is var b) && (b + b).Length > 1")]
    [InlineData("8212", "component.Name + component.Name is string s && (s + s).Length > 1")]
    [InlineData("8212", "component is { Name: string s } && (s + s).Length > 1")]
    [InlineData("8212", "component.Name is { } name && (name + name).Length > 1")]
    // Huge things.
    [InlineData("8203", "new byte[int.MaxValue].Length > 1")]
    [InlineData("8203", "new[] { 1, 2, 3 }.Length > 1")]
    [InlineData("8206", "component.Name.PadLeft(1000000000) == \"\"")]
    [InlineData("8206", "component.Name.Replace(\"a\", \"aaaaaaaaaaaaaaaaaaaa\") == \"\"")]
    [InlineData("8206", "component.Name.Insert(0, component.Name) == \"\"")]
    [InlineData("8206", "string.Join(\"aaaaaaaaaa\", component.Name) == \"\"")]
    [InlineData("8206", "string.Concat(component.Args) == \"\"")]
    [InlineData("8206", "string.Format(\"{0,1000000000}\", 1) == \"\"")]
    [InlineData("8206", "string.Format(System.Globalization.CultureInfo.CurrentCulture, \"{0}\", component) == \"\"")]
    [InlineData("8206", "string.Intern(component.Name) == \"\"")]
    [InlineData("8206", "string.Create(1000000000, 1, (span, state) => { }) == \"\"", "8203")]
    [InlineData("8206", "component.Replicas.ToString(\"D1000000000\") == \"\"")]
    [InlineData("8203", "$\"{component.Replicas,1000000000}\" == \"\"")]
    [InlineData("8203", "$\"{component.Replicas:D1000000000}\" == \"\"")]
    [InlineData("8203", "[.. component.Args, .. component.Args] is not null")]
    [InlineData("8203", "component.Args is [.., var last]")]
    [InlineData("8203", "component.Name[0..3] == \"web\"")]
    [InlineData("8203", "component.Name[^1] == 'b'")]
    [InlineData("8206", "System.Text.RegularExpressions.Regex.IsMatch(component.Name, \"(a+)+$\")", "8204")]
    [InlineData("8212", "plan.Components.SelectMany(a => plan.Components.OrderBy(b => b.Name)).Any()")]
    // Types behind the text.
    [InlineData("8203", "(dynamic)component == null")]
    [InlineData("8203", "((dynamic)component).Name == \"\"")]
    [InlineData("8212", "(object)component == null")]
    [InlineData("8207", "((System.IConvertible)component.Replicas) == null")]
    [InlineData("8207", "(System.FormattableString)$\"{component}\" == null")]
    [InlineData("8207", "component.Config is System.Collections.IDictionary")]
    [InlineData("8207", "component.Name is System.IO.Stream", "8208")]
    [InlineData("8207", "component.Args is System.Collections.Generic.List<string>")]
    [InlineData("8207", "component.Args.OfType<System.IO.FileInfo>().Any()")]
    [InlineData("8207", "component.Args.Cast<object>().Any()")]
    [InlineData("8207", "component.Args.OfType<object>().Any()")]
    [InlineData("8207", "(component.Args as System.Collections.IList) != null")]
    [InlineData("8203", "(component.Name, System.IO.Path.PathSeparator) == (\"\", ':')")]
    [InlineData("8203", "((string, System.IO.FileInfo))(\"\", null) == (\"\", null)")]
    [InlineData("8206", "component.ToString() == \"\" && component.Equals(null)")]
    [InlineData("8206", "component.GetHashCode() == 1")]
    [InlineData("8206", "object.ReferenceEquals(component, component)")]
    [InlineData("8206", "component.Args.Select(string.Intern).Any()")]
    [InlineData("8212", "component.DependsOn.Select(plan.Component).Any(c => c == null)")]
    [InlineData("8206", "System.MemoryExtensions.AsSpan(component.Name).Length > 1")]
    // Words of C# that do something.
    [InlineData("8203", "component.Name = \"x\"", "8203")]
    [InlineData("8203", "(component = null) == null")]
    [InlineData("8203", "component.Replicas++ > 1")]
    [InlineData("8203", "(component with { Name = \"x\" }) == null")]
    [InlineData("8203", "component.Name ?? throw null", "8203")]
    [InlineData("8203", "checked(component.Replicas * 2) > 1")]
    [InlineData("8203", "unchecked(component.Replicas * 2) > 1")]
    [InlineData("8203", "stackalloc int[1000000].Length > 1")]
    [InlineData("8203", "sizeof(int) == 4")]
    [InlineData("8203", "int.TryParse(component.Name, out var number)")]
    [InlineData("8203", "int.TryParse(component.Name, out int number)")]
    [InlineData("8203", "int.TryParse(component.Name, out _)")]
    [InlineData("8203", "*(int*)0 == 1")]
    [InlineData("8203", "&component != null")]
    [InlineData("8203", "delegate { return true; } != null", "8201")]
    [InlineData("8203", "plan.Components.Any(c => { while (true) { } })")]
    [InlineData("8203", "plan.Components.Any([System.Obsolete] (c) => true)")]
    [InlineData("8203", "plan.Components.Any((ref readonly c) => true)", "8201")]
    [InlineData("8203", "(from c in plan.Components select c.Name).Any()")]
    [InlineData("8203", "__makeref(component) != null")]
    [InlineData("8203", "this == null")]
    [InlineData("8203", "base.ToString() == \"\"")]
    [InlineData("8203", "@component.Name == \"\"")]
    [InlineData("8203", "\\u0063omponent.Name == \"\"")]
    [InlineData("8203", "__guard == null")]
    [InlineData("8203", "__guard.Tick(true)")]
    [InlineData("8203", "соmponent.Name == \"\"")]
    // Ways out of the brackets.
    [InlineData("8201", "true); System.Environment.Exit(1")]
    [InlineData("8201", "true); } static bool Other() { return (true")]
    [InlineData("8201", "1) > (2")]
    [InlineData("8201", "true;")]
    [InlineData("8201", "true /*")]
    [InlineData("8201", "if (true) return true")]
    [InlineData("8201", "")]
    [InlineData("8211", "#r \"System.Net.Http\"\ntrue")]
    [InlineData("8211", "true\n  #load \"other.csx\"\n")]
    [InlineData("8211", "true\u2028#if false\n")]
    [InlineData("8211", "true\n#pragma warning disable\n")]
    [InlineData("8211", "true\n#line 1 \"other.rules\"\n")]
    [InlineData("8201", "extern alias Other; true")]
    [InlineData("8201", "using System; true")]
    [InlineData("8212", "nameof(System.IO.File.Delete) == System.IO.File.ReadAllText(\"x\")")]
    public void Is_refused(string code, string condition, string? orElse = null)
    {
        var (rules, problems) = new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("attack", condition)));

        Assert.Null(rules);
        var problem = Assert.Single(problems);
        Assert.True(problem.Code == "LUM" + code || problem.Code == "LUM" + orElse, RuleTexts.Show(problem));
        Assert.InRange(problem.Location.Start, 1000, 1000 + condition.Length);
        Assert.True(problem.Location.Start + problem.Location.Length <= 1000 + condition.Length);
    }

    [Theory]
    [InlineData("System.IO.File.ReadAllText(\"/etc/passwd\")")]
    [InlineData("component.GetType()")]
    [InlineData("System.Environment.Exit(1)")]
    [InlineData("new object()")]
    public void Is_refused_in_a_message_too(string hole)
    {
        var (rules, problems) = new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("attack", "true", message: $"It is ${{{hole}}}.")));

        Assert.Null(rules);
        Assert.Single(problems);
    }

    [Fact]
    public void What_is_too_long_or_too_deep_is_refused_before_it_is_parsed()
    {
        var compiler = new ConditionCompiler();
        foreach (var condition in new[]
        {
            new string('(', 1500) + "true" + new string(')', 1500), new string('!', 3000) + "true", string.Concat(Enumerable.Repeat("true || ", 1000)) + "true",
            "true" + string.Concat(Enumerable.Repeat(" ? true : true", 5000)), string.Concat(Enumerable.Repeat("true ? ", 300)) + "true" + string.Concat(Enumerable.Repeat(" : true", 300)),
            // A comparison closes no bracket, and groups of groups double their type each time.
            string.Concat(Enumerable.Repeat("(1>0&&", 500)) + "true" + new string(')', 500), "plan.Components" + string.Concat(Enumerable.Repeat(".GroupBy(a => a)", 30)) + ".Any()",
        })
            Assert.Equal("LUM8202", Assert.Single(compiler.Compile(RuleTexts.Set(RuleTexts.Rule("attack", condition))).Problems).Code);
        Assert.Equal(
            "LUM8203",
            Assert.Single(compiler.Compile(RuleTexts.Set(RuleTexts.Rule("attack", string.Concat(Enumerable.Range(0, 8).Select(i => $"plan.Components.Any(c{i} => ")) + "true" + new string(')', 8)))).Problems).Code);
    }

    [Fact]
    public void One_that_is_refused_lets_none_of_its_set_be_loaded()
    {
        var (rules, problems) = new ConditionCompiler().Compile(RuleTexts.Set(
            RuleTexts.Rule("a", "component.Replicas > 1"), RuleTexts.Rule("b", "System.Environment.ProcessId > 1"), RuleTexts.Rule("c", "deployment.Actor == \"\"", subject: RuleSubject.Deployment)));

        Assert.Null(rules);
        Assert.Equal("LUM8206", Assert.Single(problems).Code);
    }
}
