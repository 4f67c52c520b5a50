import { UnreadableError } from "../inputs/openFile.js";
import { type BytesAt, DiskBytes } from "./bytesAt.js";
import type { Source } from "./registry.js";

/** The bytes of an archive, as they were when it was opened; to be closed. */
export async function openBytes({ at, isRemote, length, stamp }: Source): Promise<BytesAt> {
  if (isRemote) {
    const { RemoteBytes } = await import("./remote/remoteBytes.js");
    return new RemoteBytes(at, length, stamp);
  }
  const bytes = new DiskBytes(at);
  if (bytes.stamp === stamp) return bytes;
  bytes.close();
  throw archiveChanged();
}

export function archiveChanged(): UnreadableError {
  return new UnreadableError(
    "the archive changed after it was opened; score it when it is complete",
    "file-changed",
  );
}
