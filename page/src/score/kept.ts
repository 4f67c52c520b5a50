import type { SavedState } from "./savedStates.js";

// What was scored last, in the browser's own storage, so that reloading keeps it: bytes of states, never a pixel.

const DATABASE = "maskscore";
const STORE = "kept";
const LAST = "last";

/** @throws {DOMException} the browser keeps nothing here, or has no room */
export async function keep(states: readonly SavedState[]): Promise<void> {
  await inStore("readwrite", (store) => store.put([...states], LAST));
}

/**
 * What was kept; undefined where there is nothing.
 *
 * @throws {DOMException} the browser keeps nothing here
 */
export async function kept(): Promise<readonly SavedState[] | undefined> {
  const found = await inStore<unknown>("readonly", (store) => store.get(LAST));
  // A later version of the page may have written something else.
  return Array.isArray(found) && found.length > 0 && found.every(isSavedState) ? found : undefined;
}

/** @throws {DOMException} the browser keeps nothing here */
export async function forget(): Promise<void> {
  await inStore("readwrite", (store) => store.delete(LAST));
}

function isSavedState(value: unknown): value is SavedState {
  const { name, bytes } = value as Partial<SavedState>;
  return typeof name === "string" && bytes instanceof Uint8Array;
}

/** Does one thing in the store; settled once it is done to the end. */
async function inStore<Result>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => {
        resolve();
      };
      transaction.onabort = () => {
        reject(transaction.error ?? new DOMException("the browser's storage gave up", "AbortError"));
      };
    });
    return request.result;
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException("the browser keeps nothing here", "UnknownError"));
    };
  });
}
