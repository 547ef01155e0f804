import { beforeEach, expect, it, vi } from 'vitest'
import { LiveWindow } from './live-window.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
const TOKENS = /\u001b\[1A|\u001b\[2K|\u001b\[\?2026[hl]|\n|[^\u001b\n]+/g

/** A terminal that knows what the window uses: new lines, a line up, and clearing a line. */
class Screen {
  readonly columns = 40
  rows: string[] = ['']
  #row = 0

  write = (text: string): boolean => {
    for (const [token] of text.matchAll(TOKENS)) {
      if (token === '\u001b[1A') this.#row -= 1
      else if (token === '\u001b[2K') this.rows[this.#row] = ''
      else if (token === '\n') {
        this.#row += 1
        this.rows[this.#row] ??= ''
      } else if (!token.startsWith('\u001b')) this.rows[this.#row] += token
    }
    return true
  }

  get text(): string[] {
    return this.rows.slice(0, this.rows.findLastIndex((row) => row !== '') + 1)
  }
}

let screen: Screen
let window: LiveWindow
beforeEach(() => {
  vi.useFakeTimers()
  screen = new Screen()
  window = new LiveWindow(screen as never, [])
  return () => {
    window.close()
    vi.useRealTimers()
  }
})

it('is drawn in place', () => {
  window.show(['one', 'two'])
  window.show(['three', 'four'])
  expect(screen.text).toEqual(['three', 'four'])
})

it('stays below what others write', () => {
  window.show(['one', 'two'])
  screen.write('a test passed\n')
  expect(screen.text).toEqual(['a test passed'])
  vi.advanceTimersByTime(100)
  expect(screen.text).toEqual(['a test passed', 'one', 'two'])
})

it('leaves a line alone that another has begun', () => {
  window.show(['one'])
  screen.write('a question? ')
  window.show(['two'])
  expect(screen.text).toEqual(['a question? '])
  screen.write('answer\n')
  vi.advanceTimersByTime(100)
  expect(screen.text).toEqual(['a question? answer', 'two'])
})

it('leaves nothing behind', () => {
  const { write } = screen
  window.show(['one', 'two'])
  window.close()
  expect(screen.text).toEqual([])
  expect(screen.write).toBe(write)
  screen.write('after it\n')
  vi.advanceTimersByTime(100)
  expect(screen.text).toEqual(['after it'])
})
