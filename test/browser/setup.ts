// Tests compare and convert bytes by Node's Buffer.
import { Buffer } from "buffer";

Object.assign(globalThis, { Buffer });
