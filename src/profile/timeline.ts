import type { Profile, Stage } from './profile.ts'

/** A part of a profile's time in milliseconds since the start of measuring: `start` included, `end` excluded. */
export interface StageSpan {
  /** Empty where the profile has no stages. */
  readonly name: string
  readonly start: number
  /** `Infinity` where iterations are counted instead. */
  readonly end: number
}

/** A span of one of several scenarios side by side. */
export interface RunSpan extends StageSpan {
  /** Only where there may be several, each with stages of its own. */
  readonly scenario?: string
}

/** The spans that a profile's time is made of, from 0 on and without a gap: one for each stage, or a single nameless one. */
export function stagesOf(profile: Profile): readonly StageSpan[] {
  switch (profile.kind) {
    case 'constant-vus':
    case 'constant-rate':
      return [{ name: '', start: 0, end: profile.duration }]
    case 'ramping-vus':
    case 'ramping-rate':
      return spansOf(profile.stages)
    case 'shared-iterations':
    case 'per-vu-iterations':
      return [{ name: '', start: 0, end: Infinity }]
  }
}

/** How long a profile is to be measured, in milliseconds; `undefined` where it counts iterations instead. */
export function plannedDuration(profile: Profile): number | undefined {
  const end = endOf(stagesOf(profile))
  return end === Infinity ? undefined : end
}

/** After this many milliseconds no iteration starts any more. */
export function latestStop(profile: Profile): number {
  return 'maxDuration' in profile ? profile.maxDuration : endOf(stagesOf(profile))
}

/** The span that a moment lies in. What comes before all spans belongs to the first, what comes after them to the last. */
export function stageAt(spans: readonly StageSpan[], moment: number): StageSpan {
  return spans.findLast(({ start }) => start <= moment) ?? (spans[0] as StageSpan)
}

/** The stages that a moment lies in: of one scenario one, of several side by side those that are going on, each name once. */
export function stageNamesAt(spans: readonly RunSpan[], moment: number): string {
  if (spans.every(({ scenario }) => scenario === undefined)) return stageAt(spans, moment).name
  const now = spans.filter(({ start, end, name }) => name !== '' && start <= moment && moment < end)
  return [...new Set(now.map(({ name }) => name))].join(', ')
}

function spansOf(stages: readonly Stage[]): readonly StageSpan[] {
  let end = 0
  return stages.map(({ name, duration }) => {
    const start = end
    end += duration
    return { name, start, end }
  })
}

function endOf(spans: readonly StageSpan[]): number {
  return (spans.at(-1) as StageSpan).end
}
