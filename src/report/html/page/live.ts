import type { ReportUpdate } from '../../update.ts'
import { element } from './element.ts'
import type { Page } from './page.ts'

interface LiveAddress {
  /** Where updates come from, as server-sent events. */
  readonly events: string
  /** Where it is posted to, to stop the run. */
  readonly stop: string
}

/** What stands in the header while the run is on: whether the page is connected, and a button that stops the run. */
export function liveTools({ stop }: LiveAddress): {
  readonly elements: HTMLElement[]
  show: (state: 'live' | 'lost' | 'over') => void
} {
  const status = element('output', { class: 'live-status' }, 'Connecting …')
  const button = element('button', { type: 'button', class: 'button button-stop' }, 'Stop the run')
  button.addEventListener('click', () => {
    button.disabled = true
    status.textContent = 'Stopping …'
    fetch(stop, { method: 'POST' })
      .then(({ ok }) => {
        if (!ok) throw new Error('refused')
      })
      .catch(() => {
        button.disabled = false
        status.textContent = 'The run could not be stopped'
      })
  })
  const texts = { live: 'Live', lost: 'Connection lost, trying again …', over: 'The run is over' }
  return {
    elements: [status, button],
    show: (state) => {
      status.textContent = texts[state]
      status.dataset.state = state
      if (state === 'over') button.remove()
    },
  }
}

/** Feeds the page with updates until the report is whole. The browser connects again by itself; a first event then brings all that was missed. */
export function listenForUpdates(page: Page, { events }: LiveAddress, show: (state: 'live' | 'lost' | 'over') => void): void {
  const source = new EventSource(events)
  source.addEventListener('open', () => show('live'))
  source.addEventListener('error', () => show('lost'))
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const update = JSON.parse(data) as ReportUpdate
    page.apply(update)
    if (update.kind !== 'report' || update.report.isLive) return
    source.close()
    show('over')
  })
}
