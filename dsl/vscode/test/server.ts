// The real server as a child process, over the streams that an editor uses, with the protocol's own types.
import * as assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest, CompletionItem, CompletionList, CompletionRequest, createProtocolConnection, DefinitionRequest, Diagnostic, DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, DocumentFormattingRequest, DocumentSymbol, DocumentSymbolRequest, ExitNotification,
  FoldingRangeRequest, Hover, HoverRequest, InitializedNotification, InitializeRequest, Location, MarkupContent, PrepareRenameRequest, ProtocolConnection,
  PublishDiagnosticsNotification, Range, ReferencesRequest, RenameRequest, SemanticTokensRequest, ShutdownRequest, StreamMessageReader, StreamMessageWriter, TextEdit,
} from "vscode-languageserver-protocol/node";
import { test } from "./tests";

const repository = path.resolve(__dirname, "../../../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lumina-vscode-"));
const uri = pathToFileURL(path.join(folder, "main.deploy")).href;

/** LUMINA_LSP names another program, with its arguments; else it is the one that the build has made. */
function command(): string[] {
  if (process.env.LUMINA_LSP) return process.env.LUMINA_LSP.split(" ");
  return [path.join(repository, "artifacts/bin/Lumina.Cli/debug/lumina"), "lsp", "--stdio"];
}

const good = `// What the shop is.
plan shop { version = param.version }

param version : string = "1.0"

environment development { target process }
environment production {
  target docker
  after development
}

component orders { command = "bin/orders"  port = 8002  replicas = 2  health tcp }

component web {
  depends on orders
  command = "bin/web"
  config { ORDERS_URL = component.orders.url }
  in production { replicas = 3 }
}
`;

const broken = `plan shop { version = "1.0"

param size : int = 5m

component orders {
  command = "bin/orders
  port = 8002
  health http { path = }
}

component web {
  depends on orders,
  replica = 2
  config { A = component.orders.
`;

class Session {
  private readonly published = new Map<string, { version?: number; diagnostics: Diagnostic[] }>();
  private waiting: (() => void)[] = [];
  private version = 0;
  readonly exited: Promise<number | null>;
  text = "";

  private constructor(readonly connection: ProtocolConnection, readonly process: ChildProcess) {
    this.exited = new Promise((resolve) => process.on("exit", resolve));
    connection.onNotification(PublishDiagnosticsNotification.type, (told) => {
      this.published.set(told.uri, told);
      this.waiting.splice(0).forEach((wake) => wake());
    });
  }

  static async start(): Promise<Session> {
    const [program, ...args] = command();
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    connection.listen();
    const session = new Session(connection, child);
    const result = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      clientInfo: { name: "Visual Studio Code" },
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: null,
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    });
    assert.equal(result.serverInfo?.name, "lumina");
    await connection.sendNotification(InitializedNotification.type, {});
    return session;
  }

  async open(text: string, which = uri): Promise<void> {
    this.text = text;
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: which, languageId: "lumina", version: ++this.version, text },
    });
  }

  /** Types a text in the place of another, as one change. */
  async type(before: string, after: string): Promise<void> {
    const start = this.text.indexOf(before);
    assert.ok(start >= 0, before);
    const range = { start: this.positionAt(start), end: this.positionAt(start + before.length) };
    this.text = this.text.slice(0, start) + after + this.text.slice(start + before.length);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: ++this.version }, contentChanges: [{ range, text: after }],
    });
  }

  /** What is wrong with the newest text. */
  async diagnostics(): Promise<Diagnostic[]> {
    const wanted = this.version;
    for (;;) {
      const told = this.published.get(uri);
      if (told?.version === wanted) return told.diagnostics;
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`no findings of version ${wanted}`)), 20_000);
        this.waiting.push(() => { clearTimeout(limit); resolve(); });
      });
    }
  }

  /** The document and the place behind the first such piece of text. */
  behind(piece: string): { textDocument: { uri: string }; position: { line: number; character: number } } {
    const at = this.text.indexOf(piece);
    assert.ok(at >= 0, piece);
    return { textDocument: { uri }, position: this.positionAt(at + piece.length) };
  }

  async labels(piece: string): Promise<string[]> {
    const answer = (await this.connection.sendRequest(CompletionRequest.type, this.behind(piece))) as CompletionList;
    return answer.items.map((i: CompletionItem) => i.label);
  }

  textAt(range: Range): string {
    return this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  applied(edits: TextEdit[]): string {
    let text = this.text;
    for (const edit of [...edits].sort((a, b) => this.offsetAt(b.range.start) - this.offsetAt(a.range.start)))
      text = text.slice(0, this.offsetAt(edit.range.start)) + edit.newText + text.slice(this.offsetAt(edit.range.end));
    return text;
  }

  async end(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    assert.equal(await this.exited, 0);
  }

  private positionAt(offset: number): { line: number; character: number } {
    const lines = this.text.slice(0, offset).split("\n");
    return { line: lines.length - 1, character: lines[lines.length - 1].length };
  }

  private offsetAt(position: { line: number; character: number }): number {
    return this.text.split("\n").slice(0, position.line).reduce((sum, line) => sum + line.length + 1, 0) + position.character;
  }
}

function serverTest(name: string, text: string, body: (session: Session) => Promise<void>): void {
  test(name, async () => {
    const session = await Session.start();
    try {
      await session.open(text);
      await body(session);
      await session.end();
    } finally {
      session.process.kill("SIGKILL");
    }
  });
}

serverTest("Nothing is wrong with a good plan, and what is typed wrong is told and mended", good, async (session) => {
  assert.deepEqual(await session.diagnostics(), []);
  await session.type("after development", "after develpment");
  const [found] = await session.diagnostics();
  assert.equal(session.textAt(found.range), "develpment");
  assert.equal(found.source, "lumina");
  const actions = await session.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri }, range: found.range, context: { diagnostics: [found] },
  });
  const action = actions?.[0];
  assert.ok(action && "edit" in action && action.edit?.changes);
  assert.equal(session.applied(action.edit.changes[uri]), good);
});

serverTest("Completes", good, async (session) => {
  assert.deepEqual((await session.labels("depends on ")).sort(), ["orders"]);
  assert.deepEqual((await session.labels("  in ")).sort(), ["development", "production"]);
  assert.deepEqual((await session.labels("component.orders.")).sort(), ["name", "port", "url", "version"]);
  assert.deepEqual(await session.labels("param."), ["version"]);
  await session.type("health tcp", "health ");
  assert.deepEqual((await session.labels("health ")).sort(), ["command", "http", "tcp"]);
});

serverTest("Says what a word is", good, async (session) => {
  const hover = (await session.connection.sendRequest(HoverRequest.type, session.behind("component.orders"))) as Hover;
  const text = (hover.contents as MarkupContent).value;
  assert.ok(text.includes("component orders") && text.includes("| production | `bin/orders` | 2 | 8002 | docker |"), text);
  assert.equal(session.textAt(hover.range!), "orders");
});

serverTest("Goes to declarations and finds uses", good, async (session) => {
  const place = (await session.connection.sendRequest(DefinitionRequest.type, session.behind("depends on orders"))) as Location;
  assert.equal(session.textAt(place.range), "orders");
  assert.equal(place.range.start.line, 11);
  const uses = await session.connection.sendRequest(ReferencesRequest.type, { ...session.behind("depends on orders"), context: { includeDeclaration: true } });
  assert.deepEqual(uses?.map((u) => u.range.start.line), [11, 14, 16]);
});

serverTest("Renames, and says why it doesn't", good, async (session) => {
  const prepared = await session.connection.sendRequest(PrepareRenameRequest.type, session.behind("depends on orders"));
  assert.ok(prepared && "placeholder" in prepared && prepared.placeholder === "orders");
  const edit = await session.connection.sendRequest(RenameRequest.type, { ...session.behind("depends on orders"), newName: "billing" });
  assert.equal(session.applied(edit!.changes![uri]), good.replace(/component orders|on orders|component\.orders/g, (m) => m.replace("orders", "billing")));
  await assert.rejects(session.connection.sendRequest(RenameRequest.type, { ...session.behind("depends on orders"), newName: "web" }), /called 'web' already/);
});

serverTest("Outlines, folds, highlights and formats", good, async (session) => {
  const symbols = (await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) as DocumentSymbol[];
  assert.deepEqual(symbols.map((s) => s.name), ["shop", "version", "development", "production", "orders", "web"]);
  const folds = await session.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
  assert.ok(folds?.some((f) => f.startLine === 13 && f.endLine === 18));
  const tokens = await session.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
  assert.ok(tokens && tokens.data.length % 5 === 0 && tokens.data.length > 100);
  await session.type("command = \"bin/web\"", "command=\"bin/web\"");
  const edits = await session.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
  assert.ok(session.applied(edits!).includes("  command = \"bin/web\"\n"));
});

serverTest("Works on a broken file", broken, async (session) => {
  const codes = (await session.diagnostics()).map((d) => d.code);
  assert.ok(codes.length >= 3, codes.join(" "));
  assert.deepEqual(await session.labels("component.orders."), ["name", "version", "port", "url"]);
  assert.ok((await session.labels("path = ")).includes("param"));
  assert.deepEqual(await session.labels("depends on orders, ".trimEnd()), ["orders"]);
  const place = (await session.connection.sendRequest(DefinitionRequest.type, session.behind("depends on orders"))) as Location;
  assert.equal(place.range.start.line, 4);
  const uses = await session.connection.sendRequest(ReferencesRequest.type, { ...session.behind("depends on orders"), context: { includeDeclaration: false } });
  assert.equal(uses?.length, 2);
  const symbols = (await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) as DocumentSymbol[];
  assert.deepEqual(symbols.map((s) => s.name), ["shop", "size", "orders", "web"]);
  const edits = await session.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
  assert.deepEqual(edits, []);
  assert.ok((await session.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } }))!.data.length > 0);
  const hover = (await session.connection.sendRequest(HoverRequest.type, session.behind("depends on orders"))) as Hover;
  assert.ok((hover.contents as MarkupContent).value.includes("component orders"));
});

serverTest("Follows imports, from the editor and from disk", "", async (session) => {
  const shared = path.join(folder, "shared.deploy");
  fs.writeFileSync(shared, 'let registry = "example.com"\ntemplate service { port = 80 }\n');
  await session.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  await session.open('import "shared.deploy" as base\nplan p {}\ncomponent web from template base.service { image = "${base.registry}/web:1" }\n');
  assert.deepEqual((await session.diagnostics()).filter((d) => d.severity === 1), []);
  const place = (await session.connection.sendRequest(DefinitionRequest.type, session.behind("${base.registry"))) as Location;
  assert.equal(place.uri, pathToFileURL(shared).href);
  const edit = await session.connection.sendRequest(RenameRequest.type, { ...session.behind("${base.registry"), newName: "images" });
  assert.deepEqual(Object.keys(edit!.changes!).sort(), [uri, pathToFileURL(shared).href].sort());
});

test("Ends when the editor is gone", async () => {
  const session = await Session.start();
  session.process.stdin!.end();
  assert.notEqual(await session.exited, null);
});

process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
