// npm makes a bin executable when it installs a package; a checkout has to do it itself.
import { chmodSync } from "node:fs";

chmodSync(new URL("../dist/cli/main.js", import.meta.url), 0o755);
