import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createReport } from '../create-report.ts'
import { describeResult } from '../describe-result.ts'
import { hostileReport, hostileTexts } from '../hostile-report.fixture.ts'
import { soakResult } from '../sample-runs.fixture.ts'
import { renderHtml, renderLiveHtml } from './html.ts'

const scripts = /<script(?<attributes>[^>]*)>(?<text>.*?)<\/script>/gs

function policyOf(html: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
}

describe('renderHtml', () => {
  it('allows its own script and style by their hashes, and nothing else', () => {
    const html = renderHtml(createReport([]))
    const [, code] = [...html.matchAll(scripts)]
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policyOf(html)).toBe(
      `default-src 'none'; script-src ${hash(code?.groups?.text ?? '')}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    )
  })

  it('names nothing that a browser would fetch', () => {
    const html = renderHtml(createReport([]))
    expect(html).not.toMatch(/<link|<img|<iframe|@import|\bsrc=|url\(/)
  })

  it('holds the licence of what it holds', () => {
    expect(renderHtml(createReport([]))).toContain('Copyright (c) 2022 Leon Sorokin')
  })

  it.each(Object.entries(hostileTexts))('ends no element with %s', (_, text) => {
    const report = hostileReport(text)
    const html = renderHtml(report)
    const [data, code, ...others] = [...html.matchAll(scripts)]
    expect(data?.groups?.attributes).toBe(' type="application/json" id="report"')
    expect(JSON.parse(data?.groups?.text ?? '')).toEqual(report)
    expect(code?.groups?.attributes).toBe('')
    expect(others).toEqual([])
    const head = html.slice(0, html.indexOf('<style>'))
    expect(head.match(/<\w+/g)).toEqual(['<html', '<head', ...Array.from({ length: 5 }, () => '<meta'), '<title'])
    expect(html.isWellFormed()).toBe(true)
    expect(html.length).toBeLessThan(500_000)
  })

  it('stays under 1.5 MB for ten results of ten minutes', () => {
    const result = describeResult(soakResult())
    const tests = Array.from(
      { length: 10 },
      () => ({ name: 'a test', state: 'passed', results: [result], verdicts: [] }) as const,
    )
    expect(renderHtml(createReport(tests)).length).toBeLessThan(1.5 * 1024 ** 2)
  })
})

describe('renderLiveHtml', () => {
  it('may talk to its own server, and knows where', () => {
    const html = renderLiveHtml(createReport([], { isLive: true }), { events: 'events?token="<1>', stop: 'stop' })
    expect(policyOf(html)).toMatch(/^default-src 'none'; connect-src 'self'; script-src 'sha256-/)
    expect(html).toContain('<html lang="en" data-events="events?token=&quot;&lt;1&gt;" data-stop="stop">')
  })
})
