import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import type { Plugin } from "vitest/config";
import { FILES } from "./files.js";

/** Hands out the project's files as they are on the disk, and the names in a folder, to test/browser/node/fs.ts. */
export function serveFiles(project: string): Plugin {
  return {
    name: "maskscore-files",
    enforce: "pre",
    // Vite takes new URL("folder/", import.meta.url) for an asset and cuts the slash off; not so where it is computed.
    transform: (code, id) =>
      id.startsWith(`${project}test/`)
        ? code.replaceAll("import.meta.url", "String(import.meta.url)")
        : undefined,
    configureServer(server) {
      server.middlewares.use(FILES, (request, response) => {
        // Test files are served by their path on the disk, their helpers by that in the project.
        const asked = decodeURIComponent(new URL(request.url ?? "/", "http://here").pathname);
        const path = asked.startsWith(project) ? normalize(asked) : join(project, asked);
        // join() and normalize() have taken ".." out: nothing outside the project is served.
        const found = path.startsWith(project) ? statSync(path, { throwIfNoEntry: false }) : undefined;
        response.statusCode = found === undefined ? 404 : 200;
        response.setHeader("Content-Type", "application/octet-stream");
        if (found === undefined) response.end();
        else response.end(found.isDirectory() ? JSON.stringify(readdirSync(path)) : readFileSync(path));
      });
    },
  };
}
