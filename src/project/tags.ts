import type { TestTagDefinition } from 'vitest/config'

/** The tags that load tests are sorted by. `vitest --list-tags` shows them, `--tags-filter` selects by them. */
export const loadTags = [
  { name: 'smoke', description: 'A little load for a few seconds: does it work at all?' },
  { name: 'load', description: 'The load that is expected, or its peak.' },
  { name: 'stress', description: 'More load than is expected, up to the breaking point.' },
  { name: 'spike', description: 'A sudden peak, and the recovery from it.' },
  { name: 'soak', description: 'Load for hours: leaks and slow degradation.' },
  { name: 'benchmark', description: 'How long one operation takes, measured one at a time.' },
  { name: 'performance', description: 'Any test of speed, with limits.' },
  { name: 'slow', description: 'Takes minutes.' },
] as const satisfies readonly TestTagDefinition[]

/** Adds the tags to those of a project; what the user defines under the same name stays. */
export function addLoadTags(defined: readonly TestTagDefinition[]): TestTagDefinition[] {
  const names = new Set(defined.map(({ name }) => name))
  return [...defined, ...loadTags.filter(({ name }) => !names.has(name))]
}
