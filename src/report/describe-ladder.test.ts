import { expect, it } from 'vitest'
import { createReport } from './create-report.ts'
import { renderMarkdown } from './markdown.ts'
import { sampleLadder } from './sample-report.fixture.ts'
import { formatLadder } from './terminal-ladder.ts'

it('shows a ladder in the terminal, a line for each level, with a dash for what does not exist', () => {
  expect(formatLadder(sampleLadder).join('\n')).toMatchInlineSnapshot(`
    "ladder     success     mean      p95  throughput  scaling  server CPU  memory  per user
    10 users     100 %  12.4 ms  31.8 ms       400/s        –        40 %   90 MB         –
    50 users      99 %  24.8 ms  63.6 ms       200/s     0.90        80 %  102 MB    -32 KB
    100 users     98 %  37.2 ms  95.4 ms     133.3/s     0.45       120 %  114 MB    -32 KB"
  `)
})

it('shows a ladder in Markdown, before the results of its levels', () => {
  const markdown = renderMarkdown(
    createReport([{ name: 'a test', state: 'passed', results: [], verdicts: [], ladders: [sampleLadder] }]),
  )
  expect(markdown.split('\n').filter((line) => line.startsWith('| '))).toMatchInlineSnapshot(`
    [
      "|  | requests | failed | rate | mean | p50 | p95 | p99 | max |",
      "| :-- | --: | --: | --: | --: | --: | --: | --: | --: |",
      "| ✅ a test | – | – | – | – | – | – | – | – |",
      "| ladder ladder | success | mean | p95 | throughput | scaling | server CPU | memory | per user |",
      "| :-- | --: | --: | --: | --: | --: | --: | --: | --: |",
      "| 10 users | 100 % | 12.4 ms | 31.8 ms | 400/s | – | 40 % | 90 MB | – |",
      "| 50 users | 99 % | 24.8 ms | 63.6 ms | 200/s | 0.90 | 80 % | 102 MB | -32 KB |",
      "| 100 users | 98 % | 37.2 ms | 95.4 ms | 133.3/s | 0.45 | 120 % | 114 MB | -32 KB |",
    ]
  `)
})
