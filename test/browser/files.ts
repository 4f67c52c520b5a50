/** Below this path the dev server hands out the project's files: see serveFiles.ts. */
export const FILES = "/maskscore-files/";
