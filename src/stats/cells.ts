/** A sparse histogram as text: for each touched cell, in order, the step from the cell before and the count. */

let scratch = new Uint8Array(4096)
// What is decoded is read at once: a page of results would leave hundreds of megabytes of buffers behind.
let decoded = Buffer.alloc(4096)

/** Encodes cells, which come in ascending order, as base64 of variable-length numbers; most cells take one or two bytes. */
export function encodeCells(indexes: ArrayLike<number>, length: number, counts: ArrayLike<number>): string {
  if (scratch.length < length * MAX_CELL_BYTES) scratch = new Uint8Array(length * MAX_CELL_BYTES * 2)
  let at = 0
  let previous = 0
  for (let i = 0; i < length; i += 1) {
    const index = indexes[i] as number
    const count = counts[index] as number
    // The lowest bit says whether a count follows; without one it is 1, as in most cells of one second.
    at = writeNumber((index - previous) * 2 + (count === 1 ? 0 : 1), at)
    if (count !== 1) at = writeNumber(count, at)
    previous = index
  }
  return Buffer.from(scratch.buffer, 0, at).toString('base64')
}

/** Calls `visit` for every cell, in ascending order; it must not decode others. Throws on text that `encodeCells` did not make. */
export function decodeCells(text: string, visit: (index: number, count: number) => void): void {
  if (decoded.length < text.length) decoded = Buffer.alloc(text.length * 2)
  const bytes = decoded
  const length = bytes.write(text, 'base64')
  let at = 0
  const read = (): number => {
    const first = at < length ? bytes[at] : undefined
    // Most numbers take one byte.
    if (first !== undefined && first < 0x80) {
      at += 1
      return first
    }
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = at < length ? bytes[at] : undefined
      at += 1
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER)
        throw new RangeError('Expected whole histogram cells, got cut or foreign ones')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  let index = 0
  while (at < length) {
    const head = read()
    index += Math.floor(head / 2)
    visit(index, head % 2 === 0 ? 1 : read())
  }
}

// A step (at most 16 bits) takes up to 3 bytes, a count (at most 53 bits) up to 8.
const MAX_CELL_BYTES = 11

function writeNumber(value: number, start: number): number {
  let at = start
  let rest = value
  while (rest >= 0x80) {
    scratch[at++] = (rest % 128) | 0x80
    rest = Math.floor(rest / 128)
  }
  scratch[at++] = rest
  return at
}
