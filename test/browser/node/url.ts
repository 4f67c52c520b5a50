/** A "path" of the project is its address on the dev server, which node:fs beside this file reads. */
export function fileURLToPath(url: URL | string): string {
  return String(url);
}
