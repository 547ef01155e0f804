import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { measured } from './baseline.fixture.ts'
import { writeBaselineFile } from './baseline-store.ts'
import { createBaseline } from './create-baseline.ts'
import { readBaseline } from './stored-baseline.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'baseline-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

it('reads what was written', () => {
  const path = join(folder(), 'a.json')
  const baseline = createBaseline(measured(), { test: 'a test', name: 'a test' })
  writeBaselineFile(path, baseline)
  expect(readBaseline(path)).toEqual(baseline)
})

it.each([
  ['a file that is not there', undefined, /^.*a\.json: Expected a baseline, got no such file$/],
  ['a file that is no baseline', '{"kind":"other"}', /a\.json: Expected a baseline with `kind`/],
  ['a file that was cut', '{"kind":"vitest-load', /a\.json: /],
  ['a newer version', '{"kind":"vitest-load test baseline","version":99}', /version 99; a newer vitest-load wrote it/],
])('refuses %s', (_, content, message) => {
  const path = join(folder(), 'a.json')
  if (content !== undefined) writeFileSync(path, content)
  expect(() => readBaseline(path)).toThrow(
    expect.objectContaining({ code: 'ERR_LOAD_BASELINE', message: expect.stringMatching(message) }) as Error,
  )
})
