import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { writeFiles } from './write-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-load-'))
  return () => rm(folder, { recursive: true })
})

it('writes whole files, in the place of those of that name', async () => {
  await writeFiles(folder, [{ name: 'a.txt', text: 'before' }])
  await writeFiles(folder, [{ name: 'a.txt', text: 'after' }])
  expect(await readdir(folder)).toEqual(['a.txt'])
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('after')
})

it('names the file for which a disk has no room, and leaves no half of it', async () => {
  const onFullDisk = (async (path: string, text: string) => {
    await writeFile(path, text.slice(0, 2))
    if (text === 'large') throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }) as typeof writeFile
  const files = [
    { name: 'a.txt', text: 'ok' },
    { name: 'b.txt', text: 'large' },
  ]
  await expect(writeFiles(folder, files, onFullDisk)).rejects.toThrow('b.txt: ENOSPC: no space left on device, write')
  expect(await readdir(folder)).toEqual(['a.txt'])
})
