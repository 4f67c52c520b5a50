import { readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A server of the files of a folder, and what it was asked. */
export interface FileServer {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  readonly asked: { readonly path: string; readonly range: string | undefined }[];
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Whether it answers for parts of files; default true. */
  readonly takesRanges?: boolean;
  /** Answers instead of it, where it returns true. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse, count: number) => boolean;
}

/** Serves a folder on a port of its own. */
export async function serveFolder(
  folder: string,
  { takesRanges = true, instead = () => false }: ServerOptions = {},
): Promise<FileServer> {
  const asked: { path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url as string).replace(/\?.*$/, ""));
    const { range } = request.headers;
    asked.push({ path, range });
    if (instead(request, response, asked.length)) return;
    const file = join(folder, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end("no");
      return;
    }
    const bytes = readFileSync(file);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    if (!takesRanges || first === undefined) {
      response.writeHead(200, { "content-length": bytes.length }).end(bytes);
      return;
    }
    const end = Math.min(Number(last) + 1, bytes.length);
    const part = bytes.subarray(Number(first), end);
    const headers = {
      "content-length": part.length,
      "content-range": `bytes ${first}-${end - 1}/${bytes.length}`,
      etag: `"${bytes.length}-${statSync(file).mtimeMs}"`,
    };
    response.writeHead(206, headers).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
