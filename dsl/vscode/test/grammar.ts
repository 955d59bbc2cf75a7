// The TextMate grammar, by the engine that VS Code has.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { loadWASM, OnigScanner, OnigString } from "vscode-oniguruma";
import { IGrammar, INITIAL, parseRawGrammar, Registry } from "vscode-textmate";
import { test } from "./tests";

const root = path.resolve(__dirname, "../..");
const files: Record<string, string> = {
  "source.lumina": path.join(root, "syntaxes/lumina.tmLanguage.json"),
  "source.lumina.rules": path.join(root, "syntaxes/lumina-rules.tmLanguage.json"),
};

/** VS Code brings C# itself; here is none, and what is C# has the scope that it is embedded under. */
async function load(): Promise<Registry> {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner: (patterns) => new OnigScanner(patterns), createOnigString: (text) => new OnigString(text) }),
    loadGrammar: async (scope) => (files[scope] ? parseRawGrammar(fs.readFileSync(files[scope], "utf8"), files[scope]) : null),
  });
  return registry;
}

async function grammarOf(scope: string): Promise<IGrammar> {
  const grammar = await (await (loaded ??= load())).loadGrammar(scope);
  assert.ok(grammar);
  return grammar;
}

let loaded: Promise<Registry> | undefined;

/** The innermost scope of each piece of a text, blanks left out; neighbours with the same scope are one piece. */
async function scopes(text: string, language = "source.lumina"): Promise<string[]> {
  const grammar = await grammarOf(language);
  const found: { piece: string; scope: string }[] = [];
  let state = INITIAL;
  for (const line of text.split("\n")) {
    const result = grammar.tokenizeLine(line, state);
    let before = "";
    for (const token of result.tokens) {
      const piece = line.slice(token.startIndex, token.endIndex);
      const scope = token.scopes[token.scopes.length - 1].replace(/\.lumina$/, "");
      if (scope === before) found[found.length - 1].piece += piece;
      else found.push({ piece, scope });
      before = scope;
    }
    state = result.ruleStack;
  }
  return found.filter((f) => f.piece.trim() !== "" && f.scope !== "source" && f.scope !== "source.lumina.rules").map((f) => `${f.piece.trim()} ${f.scope}`);
}

const samples: [string, string, string[]][] = [
  ["declarations", "component web-1 from template base.service {", [
    "component keyword.declaration", "web-1 entity.name.type", "from keyword.control", "template keyword.control", "base.service entity.other.inherited-class"]],
  ["params", "param size : duration = 5m // how long", [
    "param keyword.declaration", "size variable.parameter", ": punctuation.separator", "duration support.type", "= keyword.operator.assignment",
    "5m constant.numeric", "// how long comment.line.double-slash"]],
  ["texts with holes", 'A = "x ${join(param.list, ",")}\\n"', [
    "A variable.other.property", "= keyword.operator.assignment", '"x string.quoted.double', "${ punctuation.section.embedded.begin", "join support.function",
    "( meta.embedded.expression", "param variable.language", ".list, meta.embedded.expression", '"," string.quoted.double', ") meta.embedded.expression",
    "} punctuation.section.embedded.end", "\\n constant.character.escape", '" string.quoted.double']],
  ["texts of several lines", 'A = """\n  a "quoted" one\n  """', [
    "A variable.other.property", "= keyword.operator.assignment", '""" string.quoted.triple', 'a "quoted" one string.quoted.triple', '""" string.quoted.triple']],
  ["a text that is not closed ends with its line", 'A = "x\nB = 1', [
    "A variable.other.property", "= keyword.operator.assignment", '"x string.quoted.double', "B variable.other.property", "= keyword.operator.assignment", "1 constant.numeric"]],
  ["kinds", "health http { every = 1s }", [
    "health keyword.other", "http constant.language.kind", "every variable.other.property", "= keyword.operator.assignment", "1s constant.numeric"]],
  ["relations", "depends on orders", ["depends keyword.other", "on keyword.other"]],
  ["steps", "step 5% for 1m", ["step keyword.other", "5% constant.numeric", "for keyword.other", "1m constant.numeric"]],
  ["imports", 'import "a/b.deploy" as base', [
    "import keyword.control.import", '"a/b.deploy" string.quoted.double', "as keyword.control.import", "base entity.name.namespace"]],
  ["loops", "for key, value in param.map {", [
    "for keyword.control.loop", "key variable.other", ", punctuation.separator", "value variable.other", "in keyword.control.loop", "param variable.language"]],
  ["comments over lines", "/* a\nb */ let x = true", [
    "/* a comment.block", "b */ comment.block", "x variable.other.property", "= keyword.operator.assignment", "true constant.language"]],
  ["names that look like words", "component in-1 { }\nconfig-x", ["component keyword.declaration", "in-1 entity.name.type"]],
];

for (const [name, text, wanted] of samples) test(`The grammar knows ${name}`, async () => assert.deepEqual(await scopes(text), wanted));

const rules: [string, string, string[]][] = [
  ["a rule", "rule pinned {\n  applies to component in production\n  when    component.Port == 1\n  deny    \"No ${component.Name}.\"\n}", [
    "rule keyword.declaration", "pinned entity.name.type", "applies keyword.control", "to keyword.control", "component constant.language.kind", "in keyword.control",
    "when keyword.control", "component.Port == 1 meta.embedded.csharp", "deny keyword.control", '"No string.quoted.double', "${ punctuation.section.embedded.begin",
    "component.Name meta.embedded.csharp", "} punctuation.section.embedded.end", '." string.quoted.double']],
  ["a condition over lines", "  when a &&\n    b\n  warn \"x\"", ["when keyword.control", "a && meta.embedded.csharp", "b meta.embedded.csharp", "warn keyword.control", '"x" string.quoted.double']],
  ["a rule on one line", 'rule a { applies to step where x in b when y deny "z" }', [
    "rule keyword.declaration", "a entity.name.type", "applies keyword.control", "to keyword.control", "step constant.language.kind", "where keyword.control", "x meta.embedded.csharp", "in keyword.control", "when keyword.control", "y meta.embedded.csharp",
    "deny keyword.control", '"z" string.quoted.double']],
  ["waivers", 'waive pinned until 2027-01-31 because "x"', [
    "waive keyword.declaration", "pinned entity.name.type", "until keyword.control", "2027-01-31 constant.numeric.date", "because keyword.control", '"x" string.quoted.double']],
  ["tests", 'test pinned {\n  given component web in production { image = "a"  strategy canary { step 5% for 1m } }\n  expect nothing\n}', [
    "test keyword.declaration", "pinned entity.name.type", "given keyword.control", "component constant.language.kind", "web entity.name.type", "in keyword.control",
    "image variable.other.property", "= keyword.operator.assignment", '"a" string.quoted.double', "strategy keyword.other", "canary constant.language.kind", "step keyword.other",
    "5% constant.numeric", "for keyword.control", "1m constant.numeric", "expect keyword.control", "nothing constant.language.kind"]],
];

for (const [name, text, wanted] of rules)
  test(`The grammar of rules knows ${name}`, async () => assert.deepEqual(await scopes(text, "source.lumina.rules"), wanted));

test("The grammar knows every piece of the repository's plan", async () => {
  const text = fs.readFileSync(path.resolve(root, "../../lumina.deploy"), "utf8");
  const found = await scopes(text);
  assert.deepEqual(found.filter((f) => f.includes("invalid")), []);
  for (const part of ["plan keyword.declaration", "version variable.parameter", "process constant.language.kind", "config keyword.other"]) assert.ok(found.includes(part), part);
});

test("What the package refers to is there", () => {
  const contents = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const files = [
    contents.icon, contents.main, ...contents.contributes.grammars.map((g: { path: string }) => g.path), ...contents.contributes.snippets.map((s: { path: string }) => s.path),
    ...contents.contributes.languages.flatMap((l: { configuration: string; icon: { light: string } }) => [l.configuration, l.icon.light])];
  for (const each of files) assert.ok(fs.existsSync(path.join(root, each)), each);
  for (const json of ["language-configuration.json", "snippets/lumina.json", "syntaxes/lumina.tmLanguage.json", "syntaxes/lumina-rules.tmLanguage.json"])
    JSON.parse(fs.readFileSync(path.join(root, json), "utf8"));
});
