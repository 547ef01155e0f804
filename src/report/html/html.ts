import { createHash } from 'node:crypto'
import type { Report } from '../model.ts'
import { pageAssets } from './assets.ts'

/** A report as one self-contained page: it opens offline, and requests nothing from anywhere. */
export function renderHtml(report: Report): string {
  return page(report, "default-src 'none'", '')
}

interface LivePage {
  /** Where the page listens for updates (`ReportUpdate` as JSON), relative to itself. */
  readonly events: string
  /** Where it posts to, to stop the run. */
  readonly stop: string
}

/** The same page for a run that is still on: it takes updates from its own server, and ends as the report. */
export function renderLiveHtml(report: Report, { events, stop }: LivePage): string {
  const data = ` data-events="${escapeHtml(events)}" data-stop="${escapeHtml(stop)}"`
  return page(report, "default-src 'none'; connect-src 'self'", data)
}

function page(report: Report, policy: string, data: string): string {
  const { script, style } = pageAssets()
  const sources = `script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en"${data}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}; ${sources}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(titleOf(report))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report draws its tables and charts with a script that it holds itself. Allow scripts for this page to read it.</noscript>
<script type="application/json" id="report">${embeddedJson(report)}</script>
<script>${script}</script>
</body>
</html>
`
}

function titleOf({ tests }: Report): string {
  const [only] = tests
  return tests.length === 1 && only !== undefined ? `${only.name} · load report` : 'Load report'
}

/** JSON that ends no script element, whatever it holds. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** As a browser takes it of the element's text. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
