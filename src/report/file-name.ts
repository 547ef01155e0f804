import { fileSlug } from '../core/file-slug.ts'

/** How files of one result begin: `2026-03-14T09-45-00_GET-orders`, from its start (ISO 8601) and what it is called. */
export function fileStem(startedAt: string, title: string): string {
  return `${fileTime(startedAt)}_${fileSlug(title)}`
}

/** A moment as it may stand in the name of a file: `2026-03-14T09-45-00`. */
export function fileTime(moment: string): string {
  return fileSlug(moment.slice(0, 19))
}
