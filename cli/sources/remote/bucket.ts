import { DataError } from "../../exitCodes.js";
import { UnreadableError } from "../../inputs/openFile.js";
import { fileNameOf } from "../archiveNames.js";
import { askServer, bytesOf } from "./request.js";
import { isS3, readObjectList } from "./s3.js";

/** A list is of a thousand objects. */
const MAX_LIST_BYTES = 2 ** 24;

/** Whether a path is said to be of several objects. */
export function namesBucketFolder(path: string): boolean {
  return isS3(path) && (path.endsWith("/") || /^s3:\/\/[^/]+$/i.test(path));
}

/** What was listed, by prefix: asked whether it is a folder, and then what is in it. */
let lastList: { readonly prefix: string; readonly files: readonly string[] } | undefined;

/**
 * The objects below a prefix of a bucket, relative to it and sorted. A server that is no bucket lists nothing: of it an address
 * is a file.
 *
 * @throws {DataError} they cannot be listed
 */
export async function listBucket(path: string): Promise<string[]> {
  if (!isS3(path)) return [];
  const prefix = path.replace(/\/*$/, "/");
  if (lastList?.prefix === prefix) {
    const { files } = lastList;
    lastList = undefined;
    return [...files];
  }
  const key = prefix.replace(/^s3:\/\/[^/]*\//i, "");
  const files: string[] = [];
  try {
    for (let after: string | undefined; ;) {
      const xml = await askServer(prefix, { list: { after } }, (answer) => bytesOf(answer, MAX_LIST_BYTES));
      const list = readObjectList(new TextDecoder().decode(xml));
      for (const found of list.keys) {
        if (!found.startsWith(key))
          throw new UnreadableError("the server lists objects that were not asked for");
        const relative = found.slice(key.length);
        if (fileNameOf(relative) === relative) files.push(relative);
      }
      if (list.next === undefined) break;
      after = list.next;
    }
  } catch (cause) {
    if (cause instanceof UnreadableError) throw new DataError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
  files.sort();
  lastList = { prefix, files };
  return [...files];
}
