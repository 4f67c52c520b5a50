import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PROJECT, runNode } from "../helpers/project.js";

/** Loads the library anew, so that nothing is chosen yet. */
async function fresh(): Promise<typeof import("../../src/index.js")> {
  vi.resetModules();
  return import("../../src/index.js");
}

const tensor = { data: Float32Array.of(1, 0, 0, 1), shape: [1, 1, 2, 2] };

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the choice of backend", () => {
  it("is made on the first call, not on import", async () => {
    const module = vi.spyOn(WebAssembly, "Module");
    const validate = vi.spyOn(WebAssembly, "validate");
    const { backend } = await fresh();
    expect(module).not.toHaveBeenCalled();
    expect(validate).not.toHaveBeenCalled();
    expect(backend()).toBe("simd");
    expect(module).toHaveBeenCalledOnce();
  });

  it("can be forced, and compiles each binary once", async () => {
    const { backend, setBackend, mean_iou } = await fresh();
    const module = vi.spyOn(WebAssembly, "Module");
    for (let round = 0; round < 3; round++) {
      for (const name of ["scalar", "reference", "simd"] as const) {
        setBackend(name);
        expect(backend()).toBe(name);
        expect(mean_iou(tensor, tensor)).toBe(1);
      }
    }
    expect(module).toHaveBeenCalledTimes(2);
  });

  it("is made ahead by init, which changes no choice made before", async () => {
    const { backend, init, setBackend } = await fresh();
    const module = vi.spyOn(WebAssembly, "Module");
    expect(await Promise.all([init(), init()])).toEqual(["simd", "simd"]);
    expect(backend()).toBe("simd");
    // Compiled asynchronously: not by the constructor.
    expect(module).not.toHaveBeenCalled();
    setBackend("reference");
    expect(await init()).toBe("reference");
  });

  it("a call while init is at work does not wait for it", async () => {
    const { backend, init, mean_iou } = await fresh();
    const ready = init();
    expect(mean_iou(tensor, tensor)).toBe(1);
    expect(backend()).toBe("simd");
    expect(await ready).toBe("simd");
  });
});

describe("where compiling fails", () => {
  // A function, since it stands in for a constructor.
  function forbidden(): never {
    throw new WebAssembly.CompileError("wasm code generation disallowed by embedder");
  }

  it("falls back to reference, and a later setBackend tries again", async () => {
    const { backend, setBackend, mean_iou } = await fresh();
    const module = vi.spyOn(WebAssembly, "Module").mockImplementation(forbidden);
    expect(backend()).toBe("reference");
    expect(mean_iou(tensor, tensor)).toBe(1);
    expect(() => {
      setBackend("simd");
    }).toThrow(/^backend "simd" cannot run here: .*disallowed.*; "reference" runs everywhere$/);
    expect(backend()).toBe("reference");
    module.mockRestore();
    setBackend("simd");
    expect(backend()).toBe("simd");
  });

  it("takes the scalar binary where only the SIMD one fails", async () => {
    const { backend } = await fresh();
    const original = WebAssembly.Module;
    let calls = 0;
    vi.spyOn(WebAssembly, "Module").mockImplementation(function (bytes: BufferSource) {
      calls++;
      if (calls === 1) forbidden();
      return new original(bytes);
    });
    expect(backend()).toBe("scalar");
    expect(calls).toBe(2);
  });

  it("one failure that passes does not decide for ever, many do", async () => {
    const { backend, mean_iou } = await fresh();
    const module = vi.spyOn(WebAssembly, "Module").mockImplementation(forbidden);
    expect(mean_iou(tensor, tensor)).toBe(1);
    module.mockRestore();
    expect(backend()).toBe("simd");
    const { backend: another } = await fresh();
    const forbidding = vi.spyOn(WebAssembly, "Module").mockImplementation(forbidden);
    for (let call = 0; call < 3; call++) expect(another()).toBe("reference");
    forbidding.mockRestore();
    expect(another()).toBe("reference");
  });

  it("init does not reject, and the next call works", async () => {
    const { backend, init, mean_iou } = await fresh();
    vi.spyOn(WebAssembly, "compile").mockImplementation(forbidden);
    vi.spyOn(WebAssembly, "instantiate").mockImplementation(forbidden);
    const module = vi.spyOn(WebAssembly, "Module").mockImplementation(forbidden);
    expect(await init()).toBe("reference");
    module.mockRestore();
    expect(mean_iou(tensor, tensor)).toBe(1);
    expect(backend()).toBe("simd");
  });
});

describe("engines that can do less", () => {
  const script = `
    const { backend, init, mean_iou } = await import("maskscore");
    const tensor = { data: Float32Array.of(1, 0, 0, 1), shape: [1, 1, 2, 2] };
    console.log(backend(), await init(), mean_iou(tensor, tensor));`;

  it.each([
    ["with SIMD", [], "simd simd 1"],
    ["without SIMD", ["--no-enable-sse4-1", "--no-enable-ssse3", "--no-enable-avx"], "scalar scalar 1"],
    ["without WebAssembly", ["--jitless"], "reference reference 1"],
  ])("%s", (name, flags, printed) => {
    // The CPU flags are those of x86-64; elsewhere there is no engine at hand that lacks SIMD.
    if (name === "without SIMD" && process.arch !== "x64") return;
    const { status, stdout, stderr } = runNode([...flags, "--input-type=module", "-e", script], PROJECT);
    expect(stderr.replace(/^Warning: disabling flag.*\n/, "")).toBe("");
    expect(stdout.trim()).toBe(printed);
    expect(status).toBe(0);
  });
});
