// The one program of the page and of its workers, so that what both need is loaded once. Workers are made of blobs that
// import this file: a blob's worker is held to the page's content policy, which one with an address of its own is not.
if (typeof document === "undefined") {
  await import("./counting/worker.js");
} else {
  const { run } = await import("./main.js");
  run(import.meta.url);
}
