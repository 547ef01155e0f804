import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments.ts'

const command = {
  name: 'compare',
  options: {
    max: { value: 'p95=10%', isRepeatable: true, description: '' },
    out: { value: 'dir', description: '' },
    json: { description: '' },
  },
} as const

describe('the arguments of a command', () => {
  it('are operands, values and flags in any order', () => {
    const given = parseArguments(['a.json', '--max', 'p95=1%', '--json', '--max=mean=2%', '--', '--b.json'], command)
    expect(given.operands).toEqual(['a.json', '--b.json'])
    expect(given.values('max')).toEqual(['p95=1%', 'mean=2%'])
    expect([given.has('json'), given.has('out'), given.value('out')]).toEqual([true, false, undefined])
  })

  it.each([
    [['--jsn'], 'Unknown option --jsn: did you mean --json?'],
    [['--quite-another'], 'Unknown option --quite-another: see vitest-load compare --help'],
    [['--constructor'], 'Unknown option --constructor: see vitest-load compare --help'],
    [['--out'], 'Expected --out to have a value: --out dir'],
    [['--out', '--json'], 'Expected --out to have a value: --out dir'],
    [['--out='], 'Expected --out to have a value: --out dir'],
    [['--json=yes'], "Expected --json without a value, got 'yes'"],
    [['--out', 'a', '--out', 'b'], 'Expected --out once, got it twice'],
  ])('%j are refused', (args, message) => {
    expect(() => parseArguments(args, command)).toThrow(expect.objectContaining({ code: 'ERR_LOAD_USAGE', message }))
  })
})
