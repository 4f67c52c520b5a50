import * as formats from "./conversions.js";
import type { UnreadFormat } from "./conversions.js";
import { type FormatError, unsupported } from "./formatError.js";
import { unreadByMagic } from "./unreadMagic.js";
import { unreadByName } from "./unreadNames.js";
import { unreadText } from "./unreadText.js";

/** What the file is, of those formats that are not read, and how to convert it: told by its content, else by its name. */
export function refusalOf(bytes: Uint8Array, name = ""): FormatError {
  const known = unreadByMagic(bytes);
  if (known !== undefined) return refused(precise(known, name));
  const text = unreadText(bytes);
  const named = unreadByName(name);
  if (text !== undefined) return refused(text === formats.TEXT && named !== undefined ? named : text);
  if (named !== undefined) return refused(named);
  return unsupported("neither a PNG, a NumPy array, a TIFF nor a NIfTI file by its content");
}

/** What a zip file is that holds no arrays, by the names of what it holds. */
export function refusalOfZip(entries: readonly string[]): FormatError {
  const has = (pattern: RegExp): boolean => entries.some((entry) => pattern.test(entry));
  if (has(/(^|\/)data\.pkl$/)) return refused(formats.TORCH);
  if (has(/^\[Content_Types\]\.xml$|^mimetype$/)) return refused(formats.OFFICE);
  if (has(/(^|\/)(\.zarray|zarr\.json)$/)) return refused(formats.ZARR);
  if (has(/\.weights\.h5$/)) return refused(formats.MODEL);
  return unsupported("a zip file without a .npy array in it", "unpack it and pass the masks themselves");
}

/** What a gzip file is without a volume in it, by how its content begins. */
export function refusalOfGzip(content: Uint8Array, name = ""): FormatError {
  const known = unreadByMagic(content) ?? unreadText(content) ?? unreadByName(name);
  if (known === undefined || known === formats.TEXT) {
    return unsupported("a gzip file without a NIfTI volume in it", "unpack it and pass the mask itself");
  }
  return unsupported(`a gzip file of ${known.what}`, known.cure);
}

/** Of containers the name says more than how they begin: MATLAB's and others' files are HDF5 files. */
function precise(known: UnreadFormat, name: string): UnreadFormat {
  if (known !== formats.HDF5) return known;
  const named = unreadByName(name);
  if (named === formats.MATLAB) return formats.MATLAB_7_3;
  return named === formats.NETCDF || named === formats.MODEL ? named : known;
}

function refused({ what, cure }: UnreadFormat): FormatError {
  return unsupported(what, cure);
}
