// A test is a name and a function that throws. This is all that is needed here, and it has no dependencies.
const all: { name: string; body: () => Promise<void> | void }[] = [];
let failed = 0;
let took = 0;

export function test(name: string, body: () => Promise<void> | void): void {
  all.push({ name, body });
}

export async function run(): Promise<void> {
  const start = process.hrtime.bigint();
  for (const { name, body } of all) {
    try {
      await body();
      console.log(`    ${name}`);
    } catch (problem) {
      failed++;
      console.log(`    ${name} [FAIL]`);
      console.log(problem instanceof Error ? problem.stack : problem);
    }
  }
  took = Number(process.hrtime.bigint() - start) / 1e9;
}

/** Prints the summary in the form that all test programs of the repository have. */
export function ended(): number {
  console.log("=== TEST EXECUTION SUMMARY ===");
  console.log(`   lumina.vscode  Total: ${all.length}, Errors: 0, Failed: ${failed}, Skipped: 0, Not Run: 0, Time: ${took.toFixed(3)}s`);
  return failed === 0 && all.length > 0 ? 0 : 1;
}
