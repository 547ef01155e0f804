import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/**
 * Undoes the content encodings of a body, the last one first. Throws Node's error where the bytes don't fit their encoding, with the
 * code `ERR_BUFFER_TOO_LARGE` where they get longer than `maxLength`, and a `RangeError` for an encoding that is not known.
 */
export function decodeBody(bytes: Uint8Array, encodings: string | readonly string[] | undefined, maxLength: number): Uint8Array {
  // An answer to HEAD has the encoding of a body that it doesn't have.
  if (encodings === undefined || bytes.length === 0) return bytes
  const names = [encodings].flat().join(',').toLowerCase().split(',')
  return names.reduceRight((decoded, name) => decode(decoded, name.trim(), { maxOutputLength: maxLength }), bytes)
}

function decode(bytes: Uint8Array, encoding: string, limit: { maxOutputLength: number }): Uint8Array {
  switch (encoding) {
    case '':
    case 'identity':
      return bytes
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, limit)
    case 'br':
      return brotliDecompressSync(bytes, limit)
    case 'deflate':
      // Some servers leave out the header, whose low half of the first byte is always 8 (RFC 1950).
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit)
    case 'zstd':
      return zstdDecompressSync(bytes, limit)
    default:
      throw new RangeError(`Expected a content-encoding of gzip, br, deflate or zstd, got '${encoding}'`)
  }
}
