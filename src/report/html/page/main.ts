import type { Report } from '../../model.ts'
import { listenForUpdates, liveTools } from './live.ts'
import { showReport } from './page.ts'
import { preparePrinting } from './printing.ts'
import 'uplot/dist/uPlot.min.css'
import './styles/theme.css'
import './styles/layout.css'
import './styles/tables.css'
import './styles/parts.css'
import './styles/charts.css'
import './styles/print.css'

const report = JSON.parse(document.querySelector('#report')?.textContent ?? '') as Report
const { events, stop } = document.documentElement.dataset

if (events === undefined || stop === undefined) showReport(report)
else {
  const tools = liveTools({ events, stop })
  listenForUpdates(showReport(report, tools.elements), { events, stop }, tools.show)
}
preparePrinting()
