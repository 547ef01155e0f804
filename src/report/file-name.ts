const LONGEST_BYTES = 120

/** How files of one result begin: `2026-03-14T09-45-00_GET-orders`, from its start (ISO 8601) and what it is called. */
export function fileStem(startedAt: string, title: string): string {
  const name = cut(title.toWellFormed().normalize('NFC').replace(FOREIGN, '-')).replace(/^[-.]+|[-.]+$/g, '')
  return name === '' ? fileTime(startedAt) : `${fileTime(startedAt)}_${name}`
}

/** A moment as it may stand in the name of a file: `2026-03-14T09-45-00`. */
export function fileTime(moment: string): string {
  return moment.slice(0, 19).replace(FOREIGN, '-')
}

/** What some file system takes for something else, and what a shell would. Letters of all alphabets stay. */
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
