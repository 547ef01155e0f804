import { describe, expect, it } from 'vitest'
import { compareSummaries } from '../baseline/compare-summaries.ts'
import { defaultLimits } from '../baseline/comparison-limits.ts'
import { locustRun } from '../baseline/locust/locust.fixture.ts'
import { summarizeLocust } from '../baseline/locust/locust-run.ts'
import { regressionMarkdown } from './regression-markdown.ts'

const baseline = summarizeLocust(locustRun('gateway-baseline'))
const compare = (current = baseline) => compareSummaries(current, baseline, defaultLimits)
const report = { limits: defaultLimits, notes: [], isSimulated: false }

describe('a regression report', () => {
  it('begins with what became worse, and shows every row', async () => {
    const comparisons = [compare(summarizeLocust(locustRun('gateway-regressed')))]
    const notes = ["'orders' has no baseline: it is not compared"]
    await expect(regressionMarkdown({ ...report, comparisons, notes })).toMatchFileSnapshot('golden/regression.md')
  })

  it('says that nothing became worse, and that it is a rehearsal', () => {
    const text = regressionMarkdown({ ...report, comparisons: [compare(), compare()], isSimulated: true })
    expect(text).toMatch(/^# Rehearsal: No performance regression in 2 services\n\n\*\*Simulated:\*\*/)
    expect(text).not.toContain('**regression**')
  })

  it('shows hostile names as text: no cell, link, mention, heading or HTML of their own', () => {
    const name = '# [x](http://evil) | <script>alert(1)</script> @everyone `code`\n\u001b[31m'
    const row = { ...baseline.total, name }
    const text = regressionMarkdown({ ...report, comparisons: [compare({ ...baseline, endpoints: [row] })] })
    const line = text.split('\n').find((one) => one.includes('script')) ?? ''
    const joiner = '\u2060'
    expect(line).toContain(
      [
        String.raw`| # \[x\](http:${joiner}//evil) \| &lt;script&gt;alert(1)&lt;/script&gt; `,
        String.raw`@${joiner}everyone \`code\`\\n\\x1b\[31m |`,
      ].join(''),
    )
  })
})
