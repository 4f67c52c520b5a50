import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { memoryUsed, startCommand, until } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();

const SIDE = 512;
const CLASSES = 250;
const FILE_BYTES = SIDE * SIDE * CLASSES * 4;

it.runIf(process.platform === "linux")(
  "a file of scores that is larger than what is held of it is scored, in the memory of a mask",
  async () => {
    workspace.write("t.png", png(new Uint8Array(SIDE * SIDE), SIDE));
    const header = encodeNpy("<f4", [SIDE, SIDE, CLASSES], new Uint8Array(0));
    const file = openSync(join(workspace.folder, "p.npy"), "w");
    writeSync(file, header);
    // Zeros, for which the disk takes no room; of the last pixel the last class is the highest.
    ftruncateSync(file, header.length + FILE_BYTES);
    writeSync(file, new Uint8Array(Float32Array.of(1).buffer), 0, 4, header.length + FILE_BYTES - 4);
    closeSync(file);
    const run = startCommand(["score", "t.png", "p.npy", "--num-classes", "250", "--json"], workspace.folder);
    let peak = 0;
    await until(() => {
      peak = Math.max(peak, memoryUsed(run));
      return false;
    }, run);
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ pixelAccuracy: (SIDE * SIDE - 1) / (SIDE * SIDE) });
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(FILE_BYTES);
  },
);
