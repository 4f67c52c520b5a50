import { readFileSync } from "node:fs";
import { join } from "node:path";
import S3rver from "s3rver";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parquetOf, tarGzOfFiles, tarOfFiles, zipOfFiles, type Files } from "../helpers/archives.js";
import { maskscore } from "../helpers/command.js";
import { type FileServer, serveFolder, type ServerOptions } from "../helpers/fileServer.js";
import { type Ended, startCommand } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const TWO = ["--num-classes", "3", "--quiet"];
const NAMES = ["a/1.png", "a/2.png", "b b/ü&3.png"];
const side = (seed: number): Files =>
  Object.fromEntries(
    NAMES.map((name, i) => [
      name,
      png(
        Uint8Array.from({ length: 64 }, (_, p) => (p * seed + i) % 3),
        8,
      ),
    ]),
  );
const [TRUTH, PREDICTION] = [side(1), side(2)];

/** Beside the servers, which are of this process. */
const run = (...args: readonly string[]): Promise<Ended> => startCommand(args, workspace.folder).ended;

function state(): string {
  return readFileSync(join(workspace.folder, "s.state")).toString("hex");
}

function folderState(): string {
  for (const [name, bytes] of Object.entries(TRUTH)) workspace.write(`t/${name}`, bytes);
  for (const [name, bytes] of Object.entries(PREDICTION)) workspace.write(`p/${name}`, bytes);
  maskscore(["score", "t", "p", ...TWO, "--state", "s.state"], workspace.folder);
  return state();
}

async function stateOf(truth: string, prediction: string): Promise<string> {
  const { code, stderr } = await run("score", truth, prediction, ...TWO, "--state", "s.state");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return state();
}

const PACKED: readonly (readonly [string, Uint8Array])[] = [
  ["p.tar", tarOfFiles(PREDICTION)],
  ["p.tar.gz", tarGzOfFiles(PREDICTION)],
  ["p.zip", zipOfFiles(PREDICTION)],
  [
    "p.parquet",
    parquetOf([{ name: "m", cells: Object.entries(PREDICTION).map(([path, bytes]) => ({ path, bytes })) }]),
  ],
];

describe("masks behind addresses", () => {
  let server: FileServer | undefined;
  const serve = async (options?: ServerOptions): Promise<string> => {
    server = await serveFolder(workspace.folder, options);
    return server.url;
  };
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it.each([true, false])("archives of a server give the folder's state; ranges: %s", async (takesRanges) => {
    const folders = folderState();
    const url = await serve({ takesRanges });
    for (const [name, bytes] of PACKED) {
      workspace.write(name, bytes);
      expect(await stateOf("t", `${url}/${name}`), name).toBe(folders);
    }
    const ranges = server?.asked.filter(({ path, range }) => path === "/p.zip" && range !== undefined);
    expect(ranges?.length).toBeGreaterThan(0);
  });

  it("single masks and pairs are addresses, too", async () => {
    folderState();
    const url = await serve();
    const one = await run("score", "t/a/1.png", `${url}/p/a/1.png?signed=1`, ...TWO);
    expect(one).toMatchObject({ code: 0, stderr: "" });
    workspace.write("pairs.csv", `truth,prediction,id\n${url}/t/a/1.png,p/a/1.png,1\n`);
    expect((await run("score", "--pairs", "pairs.csv", ...TWO)).stderr).toBe("");
    const missing = await run("score", "t/a/1.png", `${url}/p/none.png`, ...TWO);
    expect(missing.stderr).toBe(
      `maskscore: ${url}/p/none.png: the server says 404 Not Found: there is no such file\n`,
    );
  });

  it("a server that is busy, or breaks off, is asked again; one that goes on so is named", async () => {
    const folders = folderState();
    workspace.write("p.tar", tarOfFiles(PREDICTION));
    const url = await serve({
      instead(_, response, count) {
        if (count % 2 === 0) return false;
        if (count === 1) response.writeHead(503).end();
        else response.destroy();
        return true;
      },
    });
    expect(await stateOf("t", `${url}/p.tar`)).toBe(folders);
    await server?.close();
    const down = await serve({
      instead(_, response) {
        response.writeHead(503).end();
        return true;
      },
    });
    expect((await run("score", "t", `${down}/p.tar`, ...TWO)).stderr).toBe(
      `maskscore: ${down}/p.tar: the server says 503 Service Unavailable (asked 5 times)\n`,
    );
  });

  it("an archive that another has taken the place of is refused", async () => {
    folderState();
    const large = { ...PREDICTION, "z.bin": new Uint8Array(3 * 2 ** 20).map((_, i) => (i * i) & 255) };
    workspace.write("p.zip", zipOfFiles(large, true));
    const url = await serve({
      instead(request, response, count) {
        if (count < 3) return false;
        const [, first, last] = /(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
        const bytes = new Uint8Array(Number(last) + 1 - Number(first));
        response.writeHead(206, { "content-range": `bytes ${first}-${last}/99999999` }).end(bytes);
        return true;
      },
    });
    const { code, stderr } = await run("score", "t", `${url}/p.zip`, ...TWO);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the file changed while it was read: the server has another one now/);
  });
});

describe("masks in buckets", () => {
  let server: S3rver;
  const KEYS = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] as const;

  beforeAll(async () => {
    const buckets = [{ name: "masks", configs: [] }];
    const directory = join(workspace.folder, "..", "s3");
    server = new S3rver({
      port: 0,
      address: "127.0.0.1",
      silent: true,
      directory,
      configureBuckets: buckets,
    });
    const { port } = await server.run();
    const values = [`http://127.0.0.1:${port}`, "S3RVER", "S3RVER", "us-east-1"];
    KEYS.forEach((key, i) => (process.env[key] = values[i]));
    const { AwsClient } = await import("aws4fetch");
    const client = new AwsClient({ accessKeyId: "S3RVER", secretAccessKey: "S3RVER", service: "s3" });
    const put = async (key: string, body: Uint8Array): Promise<void> => {
      const path = key.split("/").map(encodeURIComponent).join("/");
      const answer = await client.fetch(`${values[0] as string}/masks/${path}`, {
        method: "PUT",
        body: Buffer.from(body),
      });
      expect(answer.status).toBe(200);
    };
    for (const [name, bytes] of Object.entries(PREDICTION)) await put(`runs/p/${name}`, bytes);
    for (const [name, bytes] of PACKED) await put(name, bytes);
    await put("shards/p/0.tar", tarOfFiles(Object.fromEntries(Object.entries(PREDICTION).slice(0, 2))));
    await put("shards/p/1.zip", zipOfFiles(Object.fromEntries(Object.entries(PREDICTION).slice(2))));
  });
  afterAll(async () => {
    for (const key of KEYS) Reflect.deleteProperty(process.env, key);
    await server.close();
  });

  it("objects below a prefix, archives and shards give the folder's state", async () => {
    const folders = folderState();
    for (const path of ["runs/p/", "runs/p", "shards/p", ...PACKED.map(([name]) => name)]) {
      expect(await stateOf("t", `s3://masks/${path}`), path).toBe(folders);
    }
  });

  it("one object is a mask", async () => {
    folderState();
    expect(await run("score", "t/a/1.png", "s3://masks/runs/p/a/1.png", ...TWO)).toMatchObject({
      code: 0,
      stderr: "",
    });
  });

  it("what is not there is said in S3's words", async () => {
    folderState();
    expect((await run("score", "t", "s3://masks/none.tar", ...TWO)).stderr).toMatch(
      /^maskscore: s3:\/\/masks\/none\.tar: the server says 404 Not Found \(NoSuchKey\): there is no such object\n$/,
    );
    expect((await run("score", "t", "s3://other/p/", ...TWO)).stderr).toMatch(
      /\(NoSuchBucket\): there is no such bucket\n$/,
    );
  });
});
