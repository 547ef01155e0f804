import { describe, expect, it } from 'vitest'
import { createReport } from './create-report.ts'
import { describeResult } from './describe-result.ts'
import { hostileReport, hostileTexts } from './hostile-report.fixture.ts'
import { renderMarkdown } from './markdown.ts'
import { markdownCode, markdownText } from './markdown-text.ts'
import { shopResult } from './result.fixture.ts'
import { sampleReport } from './sample-report.fixture.ts'

const createdAt = new Date('2026-03-14T09:45:00.000Z')

describe('renderMarkdown', () => {
  it('is a comment: what came out, an overview, and what is behind it', async () => {
    const verdicts = [
      {
        matcher: 'toHaveP95Below',
        negated: false,
        state: 'fail',
        message: 'shopper: p95 was 115 ms, expected below 100 ms (6,000 requests, 36 failed)',
      },
    ] as const
    const report = createReport([{ name: 'the shop', state: 'failed', results: [describeResult(shopResult())], verdicts }], {
      createdAt,
    })
    await expect(renderMarkdown(report)).toMatchFileSnapshot('golden/shop.md')
  })

  it('says that nothing loaded', () => {
    expect(renderMarkdown(createReport([], { createdAt }))).toBe(
      '## Load report\n\n0 passed · 2026-03-14 09:45 UTC\n\nNo test loaded anything.\n',
    )
  })

  it('counts tests of all standings', () => {
    expect(renderMarkdown(sampleReport())).toContain('\n\n2 passed · **3 failed** · **1 cancelled** · 2026-03-14 09:45 UTC\n')
  })

  it('fits into a comment, however many tests there are', () => {
    const [test] = sampleReport().tests
    const tests = Array.from({ length: 150 }, () => test as NonNullable<typeof test>)
    const text = renderMarkdown({ ...sampleReport(), tests })
    expect(text.length).toBeLessThan(65_536)
    expect(text).toMatch(/_The details of \d+ more tests are in the HTML report\._\n$/)
  })

  it.each(Object.entries(hostileTexts))('holds no markup of %s', (_, text) => {
    const markdown = renderMarkdown(hostileReport(text))
    const tags = new Set(markdown.replace(/(`+).*?\1/g, '').match(/<\/?[a-z!]\w*/g))
    expect([...tags].sort()).toEqual(['</b', '</details', '</summary', '<b', '<br', '<details', '<summary'])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(markdown.isWellFormed()).toBe(true)
    const widths = new Set(
      markdown
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => line.replaceAll('\\|', '').split('|').length),
    )
    expect([...widths].sort()).toEqual([11, 5])
  })
})

describe('markdownText', () => {
  it.each([
    ['*bold* _it_ `code`', '\\*bold\\* \\_it\\_ \\`code\\`'],
    ['[a](http://b)', '\\[a\\](http:\u2060//b)'],
    ['@team and #12', '@\u2060team and #\u206012'],
    ['a | b', 'a \\| b'],
    ['<b> &amp;', '&lt;b&gt; &amp;amp;'],
    ['www.example.com', 'www\u2060.example.com'],
  ])('writes %s as %s', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown)
  })
})

describe('markdownCode', () => {
  it.each([
    ['GET /a', '`GET /a`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a|b', '`a\\|b`'],
    ['', '`  `'],
  ])('writes %j as %s', (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown)
  })
})
