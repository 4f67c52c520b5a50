import { ELEMENTS } from "./elements.js";
import { damaged, truncated } from "./formatError.js";
import type { Inflate } from "./inflate.js";
import { requireInflatable } from "./limits.js";
import { unpackBits } from "./pngRows.js";
import type { TiffLayout } from "./tiffLayout.js";
import { COMPRESSIONS, decodeSegment, type SegmentLayout } from "./tiffSegments.js";

/** A strip or tile: its bytes in the file, or none where it was never written; and which pixels it holds. */
interface Segment {
  readonly stored: Uint8Array | undefined;
  readonly x: number;
  readonly y: number;
  /** Rows that are stored; of a tile at the lower edge more than the image has. */
  readonly rows: number;
  readonly channel: number;
}

/** Bytes of all pixels, in the machine's byte order, channels of a pixel next to each other, row-major. */
export function readSamples(
  bytes: Uint8Array,
  layout: TiffLayout,
  isLittleEndian: boolean,
  inflate: Inflate | undefined,
): Uint8Array<ArrayBuffer> {
  const {
    bits,
    channels,
    compression,
    hasFloatPredictor,
    hasPredictor,
    height,
    isPlanar,
    segmentHeight,
    segmentWidth,
    type,
    width,
  } = layout;
  const samplesPerPixel = isPlanar ? 1 : channels;
  const segmentLayout: SegmentLayout = {
    height: segmentHeight,
    compression: COMPRESSIONS[compression] as (typeof COMPRESSIONS)[number],
    hasPredictor,
    hasFloatPredictor,
    isLittleEndian,
    bytesPerSample: ELEMENTS[type].bytes,
    rowBytes: Math.ceil((segmentWidth * samplesPerPixel * bits) / 8),
    samplesPerPixel,
  };
  // All are looked at before memory is taken for the image, and made anew then: there may be one a pixel.
  let isWhole = true;
  for (const { stored } of segmentsOf(bytes, layout, segmentLayout)) isWhole &&= stored !== undefined;
  const samples = new Uint8Array(width * height * channels * segmentLayout.bytesPerSample);
  if (!isWhole) fillWithNodata(samples, layout);
  for (const segment of segmentsOf(bytes, layout, segmentLayout)) {
    if (segment.stored === undefined) continue;
    const content = decodeSegment(segment.stored, segment.rows, segmentLayout, inflate);
    placeSegment(content, segment, segmentLayout, layout, samples);
  }
  return samples;
}

/** Finds the segments one by one, and refuses those that cannot hold what they should. */
function* segmentsOf(
  bytes: Uint8Array,
  {
    byteCounts,
    channels,
    height,
    isPlanar,
    isTiled,
    offsets,
    segmentHeight,
    segmentWidth,
    width,
  }: TiffLayout,
  { compression, rowBytes }: SegmentLayout,
): Generator<Segment, void> {
  const across = Math.ceil(width / segmentWidth);
  const perChannel = across * Math.ceil(height / segmentHeight);
  const count = perChannel * (isPlanar ? channels : 1);
  if (offsets.length !== count || byteCounts.length !== count) {
    throw damaged(
      "TIFF",
      `its image takes ${count} ${isTiled ? "tiles" : "strips"}, it has ${Math.min(offsets.length, byteCounts.length)}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const offset = offsets.at(i);
    const byteCount = byteCounts.at(i);
    const within = i % perChannel;
    const y = Math.floor(within / across) * segmentHeight;
    const place = {
      x: (within % across) * segmentWidth,
      y,
      rows: isTiled ? segmentHeight : Math.min(segmentHeight, height - y),
      channel: Math.floor(i / perChannel),
    };
    // GDAL leaves tiles out that were never written.
    if (offset === 0 && byteCount === 0) {
      yield { ...place, stored: undefined };
      continue;
    }
    if (offset + byteCount > bytes.length) {
      throw truncated("TIFF", "it ends within its image data");
    }
    if (compression.maxRatio === 1 && byteCount < place.rows * rowBytes) {
      throw truncated("TIFF", "its image data ends early");
    }
    requireInflatable("TIFF", place.rows * rowBytes, byteCount, compression.maxRatio);
    yield { ...place, stored: bytes.subarray(offset, offset + byteCount) };
  }
}

function fillWithNodata(samples: Uint8Array<ArrayBuffer>, { nodata, type }: TiffLayout): void {
  if (nodata === undefined) return;
  const view = ELEMENTS[type].view(samples.buffer);
  if (view instanceof BigInt64Array) view.fill(BigInt(nodata));
  else view.fill(nodata);
}

/** Copies those rows and columns of a segment that lie within the image to where they belong. */
function placeSegment(
  content: Uint8Array,
  { channel, rows, x, y }: Segment,
  { bytesPerSample, rowBytes, samplesPerPixel }: SegmentLayout,
  { bits, channels, height, isPlanar, segmentWidth, width }: TiffLayout,
  samples: Uint8Array,
): void {
  const columns = Math.min(segmentWidth, width - x);
  const shown = Math.min(rows, height - y);
  const pixelBytes = samplesPerPixel * bytesPerSample;
  for (let row = 0, from = 0; row < shown; row++, from += rowBytes) {
    const first = (y + row) * width + x;
    if (bits < 8) unpackBits(content, from, columns, bits, samples, first, 1);
    else if (!isPlanar) samples.set(content.subarray(from, from + columns * pixelBytes), first * pixelBytes);
    else {
      for (let i = 0; i < columns; i++) {
        const to = ((first + i) * channels + channel) * bytesPerSample;
        for (let byte = 0; byte < bytesPerSample; byte++) {
          samples[to + byte] = content[from + i * bytesPerSample + byte] as number;
        }
      }
    }
  }
}
