import { medianFigures } from './figures.ts'
import { judge, show } from './limit.ts'
import { toMarkdown } from './markdown.ts'
import type { Job } from './peer.ts'
import { ours } from './peers.ts'
import type { Program } from './program.ts'
import { type RoundsOptions, runRounds } from './rounds.ts'
import type { Section } from './sections.ts'

export interface SectionReport {
  readonly markdown: string
  /** The same and every single round, JSON-safe. */
  readonly figures: unknown
}

/** Runs one comparison; says on standard error how far it is. */
export async function runSection(
  section: Section,
  given: Omit<Job, 'work' | 'threads'>,
  programs: readonly Program[],
  options: Omit<RoundsOptions, 'report'>,
): Promise<SectionReport> {
  const { work, threads } = section
  const seconds = Math.max(given.seconds, section.leastSeconds)
  const outcome = await runRounds({ ...given, work, threads, seconds }, programs, {
    ...options,
    report(round, name, found) {
      const text =
        typeof found === 'string'
          ? found
          : `${show('requestsPerSecond', found.requestsPerSecond)}/s, ${show('cpuPerRequest', found.cpuPerRequest)}`
      console.error(`  ${section.id} ${round}/${options.rounds} ${name}: ${text}`)
    },
  })
  const limits = section.limits.map((limit) => judge(limit, outcome.rounds))
  const generators = [...outcome.rounds].map(([name, rounds]) => ({ name, median: medianFigures(rounds), rounds }))
  return {
    markdown: toMarkdown({ section, outcome, limits, seconds, ours: ours.map(({ name }) => name) }),
    figures: { ...section, seconds, generators, limits, missing: Object.fromEntries(outcome.missing) },
  }
}
