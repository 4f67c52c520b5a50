import { ColoursError, type FormatError } from "../formats/formatError.js";

/** Why a file is no mask, with the options that mend it: formats know none. */
export function maskRefusal(error: FormatError): string {
  return error instanceof ColoursError
    ? `${error.message}: pass --palette FILE, or --rgb-ids where they are ids (R + 256 G + 65536 B)`
    : error.message;
}
