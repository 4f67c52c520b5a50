import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const HERE = fileURLToPath(new URL("./", import.meta.url));

/** Everything that is made goes in here, and with here. */
const WORKSPACE = mkdtempSync(join(tmpdir(), "maskscore-consumers-"));
process.on("exit", () => {
  rmSync(WORKSPACE, { recursive: true, force: true });
});

/** The package as npm would publish it; built already. */
export async function pack(): Promise<string> {
  const packed = await run(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", WORKSPACE],
    ROOT,
  );
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(WORKSPACE, filename);
}

let count = 0;

/** A new folder with the package installed in it as users install it, the program, files of its own, and packages beside it. */
export async function makeProject(
  tarball: string,
  files: Readonly<Record<string, string>>,
  beside: readonly string[] = [],
): Promise<string> {
  const folder = join(WORKSPACE, `consumer-${count++}`);
  mkdirSync(folder);
  write(folder, { "package.json": '{ "private": true, "type": "module" }' });
  // No network: the package depends on nothing.
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
  cpSync(join(HERE, "program"), join(folder, "src"), { recursive: true });
  write(folder, files);
  for (const name of beside) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(HERE, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** What a program prints; throws with all it said where it fails. */
export function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += String(text)));
    child.stderr.on("data", (text) => (stderr += String(text)));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`));
    });
  });
}

/** An installed tool's script, for node to run. */
export function tool(path: string): string {
  return join(HERE, "node_modules", path);
}

/** The folder that a tarball holds. */
export async function unpack(tarball: string): Promise<string> {
  const folder = mkdtempSync(join(WORKSPACE, "unpacked-"));
  await run("tar", ["-xzf", tarball, "-C", folder], folder);
  return join(folder, "package");
}
