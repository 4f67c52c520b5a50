/** How an outcome gets to those who wait for it, from a process or a page alike, whatever a page's content policy forbids. */
export async function show(make) {
  console.log(JSON.stringify(await make()));
}
