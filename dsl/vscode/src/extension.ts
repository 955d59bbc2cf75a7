// The extension: starts `lumina lsp` and lets VS Code's client talk to it. All that is known about the language is there.
import { commands, ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("lumina.restart", restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("lumina.path")) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.stop().catch(() => undefined);
  await start();
}

async function start(): Promise<void> {
  const command = workspace.getConfiguration("lumina").get<string>("path", "lumina");
  const server: ServerOptions = { command, args: ["lsp", "--stdio"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "lumina", scheme: "file", pattern: "**/*.deploy" },
      { language: "lumina", scheme: "untitled" },
      { language: "lumina-rules", scheme: "file", pattern: "**/*.rules" },
    ],
    synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{*.deploy,*.rules,lumina.json}") },
  };
  client = new LanguageClient("lumina", "Lumina", server, options);
  try {
    await client.start();
  } catch (problem) {
    client = undefined;
    void window.showErrorMessage(`'${command} lsp' can't be started: ${String(problem)}. The setting lumina.path says where lumina is.`);
  }
}
