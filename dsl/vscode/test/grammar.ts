// The TextMate grammar, by the engine that VS Code has.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { loadWASM, OnigScanner, OnigString } from "vscode-oniguruma";
import { IGrammar, INITIAL, parseRawGrammar, Registry } from "vscode-textmate";
import { test } from "./tests";

const root = path.resolve(__dirname, "../..");
const file = path.join(root, "syntaxes/lumina.tmLanguage.json");

async function load(): Promise<IGrammar> {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner: (patterns) => new OnigScanner(patterns), createOnigString: (text) => new OnigString(text) }),
    loadGrammar: async () => parseRawGrammar(fs.readFileSync(file, "utf8"), file),
  });
  const grammar = await registry.loadGrammar("source.lumina");
  assert.ok(grammar);
  return grammar;
}

let loaded: Promise<IGrammar> | undefined;

/** The innermost scope of each piece of a text, blanks left out; neighbours with the same scope are one piece. */
async function scopes(text: string): Promise<string[]> {
  const grammar = await (loaded ??= load());
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
  return found.filter((f) => f.piece.trim() !== "" && f.scope !== "source").map((f) => `${f.piece.trim()} ${f.scope}`);
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
  for (const json of ["language-configuration.json", "snippets/lumina.json", "syntaxes/lumina.tmLanguage.json"])
    JSON.parse(fs.readFileSync(path.join(root, json), "utf8"));
});
