import { zlibSync } from "fflate";
import { colourValue } from "../../src/labels/colours.js";
import { crc32 } from "./crc32.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** As many colours as the palette of a PNG holds. */
export const MAX_COLOURS = 256;

/** Bit depth 8, indexed colour, deflate, adaptive filters, not interlaced. */
const INDEXED_8_BIT = [8, 3, 0, 0, 0];

/** An image of palette indices. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  /** One index a pixel, row-major. */
  readonly indices: Uint8Array;
  /** "#rrggbb", at most 256. */
  readonly palette: readonly string[];
  /** The index that is not painted, if one is not. */
  readonly transparent: number | undefined;
}

/**
 * An indexed PNG of 8 bits a pixel. Every row has filter 0, so that the page's script gets the indices back by inflating
 * alone: masks are then in the page once, as pictures.
 *
 * @see W3C Portable Network Graphics (PNG) Specification, third edition
 */
export function labelPng({
  width,
  height,
  indices,
  palette,
  transparent,
}: IndexedImage): Uint8Array<ArrayBuffer> {
  const chunks = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", headerOf(width, height, INDEXED_8_BIT)),
    chunk("PLTE", Uint8Array.from(palette.flatMap(channelsOf))),
  ];
  if (transparent !== undefined) {
    const alpha = new Uint8Array(transparent + 1).fill(255);
    alpha[transparent] = 0;
    chunks.push(chunk("tRNS", alpha));
  }
  chunks.push(
    chunk("IDAT", zlibSync(filteredRows(indices, width, height), { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  );
  return concatenate(chunks);
}

/** Bit depth 8, red, green and blue, deflate, adaptive filters, not interlaced. */
const RGB_8_BIT = [8, 2, 0, 0, 0];

/** An RGB PNG. @param colours three bytes a pixel, row-major */
export function rgbPng(width: number, height: number, colours: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatenate([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", headerOf(width, height, RGB_8_BIT)),
    chunk("IDAT", zlibSync(filteredRows(colours, width * 3, height), { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function headerOf(width: number, height: number, kind: readonly number[]): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(kind, 8);
  return header;
}

/** Each row behind the number of its filter, 0. */
function filteredRows(bytes: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(bytes.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  return rows;
}

/** "data:image/png;base64,..." */
export function pngDataUri(image: IndexedImage): string {
  const png = labelPng(image);
  let binary = "";
  // In pieces, as a call takes only so many arguments.
  for (let i = 0; i < png.length; i += 0x8000) {
    binary += String.fromCharCode(...png.subarray(i, i + 0x8000));
  }
  return `data:image/png;base64,${btoa(binary)}`;
}

/** "#rrggbb" -> red, green, blue; grey for what is no colour. */
function channelsOf(colour: string): number[] {
  const value = colourValue(colour) ?? 0x808080;
  return [value >>> 16, (value >>> 8) & 255, value & 255];
}

/** Length, type, content, checksum of type and content. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(
    Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
