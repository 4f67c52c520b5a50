import * as formats from "./conversions.js";
import type { UnreadFormat } from "./conversions.js";

interface Magic {
  /** Bytes, or undefined where any will do. */
  readonly bytes: readonly (number | undefined)[];
  /** Where they stand. */
  readonly at?: number;
  readonly format: UnreadFormat;
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

const ANY = undefined;

/** How files that people have instead of masks begin. */
const MAGIC: readonly Magic[] = [
  { bytes: ascii("DICM"), at: 128, format: formats.DICOM },
  // Without a preamble: an element of the group 0008, or of 0002.
  ...[5, 8, 0x16].map((element) => ({ bytes: [8, 0, element, 0], format: formats.DICOM })),
  { bytes: [2, 0, 0, 0, ...ascii("UL")], format: formats.DICOM },
  { bytes: [8, 0, 0, 0, 4, 0, 0, 0], format: formats.DICOM },
  { bytes: ascii("NRRD0"), format: formats.NRRD },
  { bytes: ascii("MATLAB 7.3 MAT-file"), format: formats.MATLAB_7_3 },
  { bytes: ascii("MATLAB 5.0 MAT-file"), format: formats.MATLAB },
  { bytes: ascii("\x89HDF\r\n\x1a\n"), format: formats.HDF5 },
  // Behind a block of the user's own.
  { bytes: ascii("\x89HDF\r\n\x1a\n"), at: 512, format: formats.HDF5 },
  ...[1, 2, 5].map((version) => ({ bytes: [...ascii("CDF"), version], format: formats.NETCDF })),
  // torch.save before its version 1.6: a pickle of its magic number.
  { bytes: [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9], format: formats.TORCH },
  ...[2, 3, 4, 5].map((version) => ({ bytes: [0x80, version], format: formats.PICKLE })),
  { bytes: [0, 0, 0, 1, 0, 0, ANY, ANY, 0, 0, ANY, ANY, 0, 0, ANY, ANY, 0], format: formats.FREESURFER },
  { bytes: ascii("PAR1"), format: formats.PARQUET },
  { bytes: ascii("ARROW1"), format: formats.PARQUET },
  { bytes: ascii("FEA1"), format: formats.PARQUET },
  { bytes: [0, 0, 0, 12, ...ascii("jP  ")], format: formats.JPEG_2000 },
  { bytes: [0xff, 0x4f, 0xff, 0x51], format: formats.JPEG_2000 },
  { bytes: [0, 0, 0, 12, ...ascii("JXL ")], format: formats.JPEG_XL },
  { bytes: [0xff, 0x0a], format: formats.JPEG_XL },
  ...["avif", "avis", "heic", "heix", "mif1", "msf1", "hevc"].map((brand) => ({
    bytes: [...ascii("ftyp"), ...ascii(brand)],
    at: 4,
    format: formats.HEIF,
  })),
  { bytes: ascii("ftyp"), at: 4, format: formats.VIDEO },
  { bytes: [...ascii("RIFF"), ANY, ANY, ANY, ANY, ...ascii("WEBP")], format: formats.WEBP },
  { bytes: [...ascii("RIFF"), ANY, ANY, ANY, ANY, ...ascii("AVI ")], format: formats.VIDEO },
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], format: formats.VIDEO },
  { bytes: ascii("8BPS"), format: formats.PHOTOSHOP },
  { bytes: ascii("gimp xcf"), format: formats.GIMP },
  { bytes: [0x76, 0x2f, 0x31, 0x01], format: formats.OPENEXR },
  { bytes: [0, 0, 1, 0, ANY, 0], format: formats.ICON },
  { bytes: ascii("%PDF"), format: formats.PDF },
  { bytes: ascii("SQLite format 3\0"), format: formats.SHAPEFILE },
  { bytes: [0, 0, 0x27, 0x0a], format: formats.SHAPEFILE },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], format: formats.ARCHIVE },
  { bytes: ascii("Rar!\x1a\x07"), format: formats.ARCHIVE },
  { bytes: [0xfd, ...ascii("7zXZ"), 0], format: formats.ARCHIVE },
  { bytes: ascii("BZh"), format: formats.ARCHIVE },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], format: formats.ARCHIVE },
  { bytes: ascii("ustar"), at: 257, format: formats.ARCHIVE },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], format: formats.OFFICE },
];

/** What a file is by how it begins, of those formats that are not read and are no text. */
export function unreadByMagic(bytes: Uint8Array): UnreadFormat | undefined {
  const known = MAGIC.find(({ bytes: magic, at = 0 }) =>
    magic.every((byte, i) => byte === ANY || byte === bytes[at + i]),
  );
  return known?.format ?? (isSafetensors(bytes) ? formats.SAFETENSORS : undefined);
}

/** Eight bytes of how long the JSON behind them is. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  return headerBytes >= 2n && headerBytes <= BigInt(bytes.length - 8);
}
