import { backend, getCounter, setBackend } from "../counting/backend.js";
import { serve } from "../workers/serve.js";
import { portOfWorker } from "./poolPlatform.js";
import { buffersOf, handlersOf, type PoolRequests } from "./poolRequests.js";

// A worker of the pool: its whole program.

serve<PoolRequests>(
  portOfWorker(),
  handlersOf((wanted) => {
    if (backend() !== wanted) setBackend(wanted);
    return getCounter();
  }),
  buffersOf,
);
