import { expect, it } from 'vitest'
import { slowerSeries } from '../baseline/trend.fixture.ts'
import { trendOf } from '../baseline/trend.ts'
import { trendMarkdown } from './trend-markdown.ts'

it('shows changes, drawings and runs', () => {
  const text = trendMarkdown([trendOf(slowerSeries())])
  expect(text.split('\n').slice(0, 14).join('\n')).toBe(`# Performance trend

## checkout

tests/load/checkout.test.ts · 100 users for 10 s · 8 × a CPU

- **p95 101 ms → 151 ms (+49.5 %) since 2026-03-21 02:17 UTC**

|  | runs | last |
| :-- | --: | --: |
| p95 | ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆██████████ | 152 ms, from 100 ms to 152 ms |
| errors | ▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█▁█ | 0.1 %, from 0 % to 0.1 % |
| rate | ██████████████████████████████ | 100/s |
`)
  expect(text).toContain('| 2026-03-30 02:17 | 1,000 | 1 | 0.1 % | 50 ms | 45 ms | 152 ms | 200 ms | 100/s |')
  expect(text).toMatch(/\n2 runs under other conditions \(profile, scale or machine\) left out\.\n$/)
})

it('shows hostile names as text', () => {
  const text = trendMarkdown([trendOf(slowerSeries('<b>@all</b> | [x](http://evil)\n# y'))])
  expect(text).toContain('## &lt;b&gt;@\u2060all&lt;/b&gt; \\| \\[x\\](http:\u2060//evil)\\\\n# y\n')
})
