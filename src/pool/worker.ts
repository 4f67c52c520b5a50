import { backend, getCounter, setBackend } from "../counting/backend.js";
import { type AnswerMessage, buffersOf, failed, runTask, type TaskMessage } from "./task.js";
import { parentPort } from "./platform.js";

// A worker's whole program: one task comes in, one answer goes out.

interface Port {
  post(answer: AnswerMessage, transfer: ArrayBuffer[]): void;
  listen(receive: (message: TaskMessage) => void): void;
}

function portOf(): Port {
  const scope = globalThis as unknown as DedicatedScope;
  if (typeof scope.postMessage === "function") {
    return {
      post: (answer, transfer) => {
        scope.postMessage(answer, transfer);
      },
      listen: (receive) => {
        scope.addEventListener("message", ({ data }) => {
          receive(data);
        });
      },
    };
  }
  const parent = parentPort();
  if (parent === null) throw new Error("maskscore/pool/worker runs in a worker only");
  return {
    post: (answer, transfer) => {
      parent.postMessage(answer, transfer);
    },
    listen: (receive) => {
      parent.on("message", (message) => {
        receive(message as TaskMessage);
      });
    },
  };
}

/** What a dedicated worker's global object has. */
interface DedicatedScope {
  readonly postMessage: (message: AnswerMessage, transfer: ArrayBuffer[]) => void;
  readonly addEventListener: (
    type: "message",
    listener: (event: { readonly data: TaskMessage }) => void,
  ) => void;
}

const port = portOf();
port.listen(({ task, backend: wanted }) => {
  try {
    if (backend() !== wanted) setBackend(wanted);
    const result = runTask(getCounter(), task);
    port.post({ result }, buffersOf(result));
  } catch (error) {
    port.post(failed(error), []);
  }
});
