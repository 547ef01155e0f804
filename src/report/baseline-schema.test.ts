import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatBaseline } from '../baseline/baseline-text.ts'
import { createBaseline } from '../baseline/create-baseline.ts'
import { type JsonSchema, schemaProblems } from './json-schema.fixture.ts'
import { shopResult } from './result.fixture.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/baseline.json', import.meta.url), 'utf8')) as JsonSchema

function stored(): { readonly runs: readonly { readonly whole: object }[]; readonly blocks: readonly object[] } {
  return JSON.parse(formatBaseline(createBaseline(shopResult(), { test: 'a', name: 'a', target: 'v1' })))
}

describe('the published schema of baselines', () => {
  it('takes what is written', () => {
    expect(schemaProblems(schema, stored())).toEqual([])
  })

  it.each([
    ['/version: not 1', { version: 2 }],
    ['/runs/0/whole/requests: missing', { runs: [{ ...stored().runs[0], whole: { failures: 0 } }] }],
    ['/blocks/0/latency: 0 of 2 alternatives', { blocks: [{ ...stored().blocks[0], latency: [1, 2] }] }],
  ])('finds %s', (problem, damage) => {
    expect(schemaProblems(schema, { ...stored(), ...damage })).toEqual([problem])
  })
})
