import type { LadderFigures } from '../metrics/ladder-figures.ts'
import { describeLadder } from './describe-ladder.ts'
import { type Paint, plain } from './paint.ts'
import { layOut } from './table.ts'

/** A ladder as lines of text: a line for each level. */
export function formatLadder(ladder: LadderFigures, width = Number.POSITIVE_INFINITY, paint: Paint = plain): string[] {
  const { name, titles, levels } = describeLadder(ladder)
  const header = [name, ...titles].map((text) => ({ text, style: 'dim' as const }))
  return layOut([header, ...levels.map((level) => [level.name, ...level.figures])], width, paint)
}
