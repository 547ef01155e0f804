import { stripVTControlCharacters } from 'node:util'
import { displayWidth } from '../report/printable.ts'

type Terminal = NodeJS.WriteStream
type Write = Terminal['write']

/** Milliseconds after something else was written, so that a burst of lines does not make it flicker. */
const SETTLE = 50

const CLEAR_LINE = '\u001b[2K'
const LINE_UP = '\u001b[1A'
/** The terminal shows what lies between at once, where it knows how. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l']

/**
 * The last lines of a terminal, drawn anew in place. While they are shown, all that this process writes goes above them: whoever writes
 * to the streams need not know of it.
 */
export class LiveWindow {
  readonly #terminal: Terminal
  readonly #streams: readonly Terminal[]
  #restore: (() => void)[] = []
  #write: Write | undefined
  #lines: readonly string[] = []
  #shown: readonly string[] = []
  /** Whether the cursor stands at the beginning of a line. */
  #isLineBegun = false
  #timer: NodeJS.Timeout | undefined

  constructor(terminal: Terminal, streams: readonly Terminal[] = [process.stdout, process.stderr]) {
    this.#terminal = terminal
    this.#streams = streams
  }

  /** Shows lines, none of which is wider than the terminal. */
  show(lines: readonly string[]): void {
    this.#open()
    this.#lines = lines
    this.#draw()
  }

  /** Takes the lines off the screen. */
  close(): void {
    if (this.#write === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#write.call(this.#terminal, this.#clearing())
    this.#shown = []
    for (const restore of this.#restore.splice(0)) restore()
    this.#write = undefined
  }

  #open(): void {
    if (this.#write !== undefined) return
    this.#write = this.#terminal.write
    this.#isLineBegun = false
    for (const stream of new Set([this.#terminal, ...this.#streams.filter(({ isTTY }) => isTTY)])) {
      const { write } = stream
      stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
        this.#clear()
        this.#isLineBegun = !/(^|\n)$/.test(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
        this.#timer ??= setTimeout(() => this.#draw(), SETTLE).unref()
        return write.call(stream, chunk, ...rest)
      }) as Write
      this.#restore.push(() => {
        stream.write = write
      })
    }
  }

  #draw(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // What others have begun to write is theirs to end.
    if (this.#isLineBegun) return
    const text = this.#lines.map((line) => `${line}\n`).join('')
    this.#write?.call(this.#terminal, `${BEGIN}${this.#clearing()}${text}${END}`)
    this.#shown = this.#lines
  }

  #clear(): void {
    if (this.#shown.length > 0) this.#write?.call(this.#terminal, this.#clearing())
    this.#shown = []
  }

  /** A terminal that became narrower since has wrapped them. */
  #clearing(): string {
    const { columns = 80 } = this.#terminal
    const rows = this.#shown.map((line) => Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / columns)))
    return `${LINE_UP}${CLEAR_LINE}`.repeat(rows.reduce((sum, one) => sum + one, 0))
  }
}
