import { expect, it } from 'vitest'
import { createReport } from '../create-report.ts'
import { htmlFile } from './html-file.ts'

it('names the page after its time, as any file system takes it', () => {
  const { name, text } = htmlFile(createReport([], { createdAt: new Date('2026-03-14T09:45:00.123Z') }))
  expect(name).toBe('2026-03-14T09-45-00_report.html')
  expect(text).toMatch(/^<!doctype html>/)
})
