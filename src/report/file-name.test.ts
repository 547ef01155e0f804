import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileStem } from './file-name.ts'

const start = '2026-03-14T09:45:00.123Z'

it.each([
  ['a shop > holds 50 users', '2026-03-14T09-45-00_a-shop-holds-50-users'],
  ['GET /orders/:id?q=1', '2026-03-14T09-45-00_GET-orders-id-q-1'],
  ['../../etc/passwd', '2026-03-14T09-45-00_etc-passwd'],
  ['Prüfung 試験', '2026-03-14T09-45-00_Prüfung-試験'],
  ['CON', '2026-03-14T09-45-00_CON'],
  ['trailing. ', '2026-03-14T09-45-00_trailing'],
  ['<>:"/\\|?*', '2026-03-14T09-45-00_unnamed'],
  ['', '2026-03-14T09-45-00_unnamed'],
])('%s is a file of its own', (title, stem) => {
  expect(fileStem(start, title)).toBe(stem)
})

it('is a name that every file system takes, whatever a test is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (title) => {
      const stem = fileStem(start, title)
      expect(stem).toMatch(/^2026-03-14T09-45-00(_[\p{L}\p{M}\p{N}._-]+)?$/u)
      expect(stem).not.toMatch(/[.-]$/)
      // 255 bytes are allowed, and endings are to come.
      expect(Buffer.byteLength(stem)).toBeLessThan(160)
    }),
  )
})
