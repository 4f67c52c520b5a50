/** Length of a PNG's signature, and of a chunk's frame: length, name and checksum. */
const SIGNATURE = 8;
const FRAME = 12;

/**
 * The palette indices of a PNG that app/formats/labelPng wrote: 8 bits, one chunk of data, rows that are not filtered. So
 * inflating is all there is to do; a canvas would hand out colours, which some browsers blur on purpose.
 *
 * @param uri "data:image/png;base64,..."
 */
export async function readIndices(uri: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(atob(uri.slice(uri.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  for (let at = SIGNATURE; at < bytes.length; at += view.getUint32(at) + FRAME) {
    if (String.fromCharCode(...bytes.subarray(at + 4, at + 8)) !== "IDAT") continue;
    const content = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate"));
    const rows = new Uint8Array(await new Response(stream).arrayBuffer());
    const indices = new Uint8Array(width * height);
    // Each row has the number of its filter before it.
    for (let y = 0; y < height; y++) {
      indices.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)), y * width);
    }
    return indices;
  }
  throw new Error("a mask without data");
}
