import { sha256 } from "../../../src/run/sha256.js";

/** SHA-256, for data that is compared with a committed hash; the platform's own is asynchronous. */
export function createHash(): { update(data: ArrayBufferView): { digest(encoding: "hex"): string } } {
  return {
    update: ({ buffer, byteOffset, byteLength }) => ({
      digest: () => Buffer.from(sha256(new Uint8Array(buffer, byteOffset, byteLength))).toString("hex"),
    }),
  };
}
