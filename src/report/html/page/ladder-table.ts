import type { LadderReport } from '../../model.ts'
import { type Column, dataTable } from './data-table.ts'

type Level = LadderReport['levels'][number]

/** How a load went from level to level. */
export function ladderTable({ name, titles, levels }: LadderReport): HTMLElement {
  const columns: Column<Level>[] = [
    { title: 'Level', value: (level) => level.name, cell: (level) => level.name, isName: true },
    ...titles.map((title, index) => ({
      title: title.charAt(0).toUpperCase() + title.slice(1),
      value: (level: Level) => level.figures[index],
      cell: (level: Level) => level.figures[index] ?? '',
    })),
  ]
  return dataTable(levels, columns, { caption: `Levels of ${name}`, isSortable: false }).element
}
