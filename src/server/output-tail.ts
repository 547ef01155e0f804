import { StringDecoder } from 'node:string_decoder'
import { stripVTControlCharacters } from 'node:util'
import { printable } from '../report/printable.ts'

const KEPT = 200

/** The last lines that a process wrote, for the moment when it fails. */
export class OutputTail {
  readonly #lines: string[] = []
  readonly #onLine: (line: string) => void

  /** `onLine` gets each line as it comes. */
  constructor(onLine: (line: string) => void = () => {}) {
    this.#onLine = onLine
  }

  /** Follows a stream; lines of several streams come in the order in which they ended. */
  follow(stream: NodeJS.ReadableStream): void {
    const decoder = new StringDecoder('utf8')
    let open = ''
    stream.on('data', (chunk: Buffer) => {
      const lines = (open + decoder.write(chunk)).split(/\r?\n/)
      open = lines.pop() ?? ''
      this.#add(lines)
    })
    stream.on('end', () => {
      if (open !== '') this.#add([open])
      open = ''
    })
  }

  /** At most `count` lines, without colours and control characters. */
  last(count: number): readonly string[] {
    return this.#lines.slice(-count).map((line) => printable(stripVTControlCharacters(line)))
  }

  #add(lines: readonly string[]): void {
    for (const line of lines) this.#onLine(line)
    this.#lines.push(...lines)
    this.#lines.splice(0, this.#lines.length - KEPT)
  }
}
