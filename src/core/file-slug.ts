const LONGEST_BYTES = 120

/** A name as it may stand in the name of a file: `GET-orders-id`. Letters of all alphabets stay; it is never empty. */
export function fileSlug(name: string): string {
  const slug = cut(name.toWellFormed().normalize('NFC').replace(FOREIGN, '-')).replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'unnamed' : slug
}

/** What some file system takes for something else, and what a shell would. */
const FOREIGN = /[^\p{L}\p{M}\p{N}._]+/gu

/** In bytes, because that is what file systems count. */
function cut(name: string): string {
  let bytes = 0
  let kept = ''
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > LONGEST_BYTES) break
    kept += character
  }
  return kept
}
