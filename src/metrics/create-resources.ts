import type { Bounds } from './grid.ts'
import { findMetric } from './resource-metric.ts'
import { ResourceSeriesView } from './resource-series.ts'
import type {
  GeneratorResources,
  GpuResources,
  ResourceLabels,
  ResourceMark,
  ResourceSeries,
  ResourceSource,
  Resources,
  ServerResources,
  StoredResources,
  StoredSeries,
  SystemResources,
} from './resources.ts'

/** The resources of some spans of a run; of all of it, readings before and after included, where none are given. */
export function createResources(stored: StoredResources, spans?: readonly Bounds[]): Resources {
  return new ResourcesView(stored, spans)
}

class ResourcesView implements Resources {
  readonly series: readonly ResourceSeries[]
  readonly marks: readonly ResourceMark[]

  constructor({ series, marks }: StoredResources, spans: readonly Bounds[] | undefined) {
    this.series = Object.freeze(series.map((one) => new ResourceSeriesView(within(one, spans))))
    const mine = marks.filter((mark) => spans?.some(({ start, end }) => mark.at <= end && mark.until >= start) ?? true)
    this.marks = Object.freeze(mine.map((mark) => Object.freeze({ ...mark })))
    Object.freeze(this)
  }

  get system(): SystemResources {
    return Object.freeze({
      cpu: this.#find('system', 'cpu'),
      cores: Object.freeze(this.series.filter(({ source, name }) => source === 'system' && name === 'core')),
      memory: this.#find('system', 'memory'),
      swap: this.#find('system', 'swap'),
      networkReceived: this.#find('system', 'networkReceived'),
      networkSent: this.#find('system', 'networkSent'),
      load: this.#find('system', 'load'),
    })
  }

  get server(): ServerResources {
    return Object.freeze({
      cpu: this.#find('server', 'cpu'),
      memory: this.#find('server', 'memory'),
      threads: this.#find('server', 'threads'),
      files: this.#find('server', 'files'),
      processes: this.#find('server', 'processes'),
      loopDelay: this.#find('server', 'loopDelay'),
      busy: this.#find('server', 'busy'),
      heap: this.#find('server', 'heap'),
      external: this.#find('server', 'external'),
      gc: this.#find('server', 'gc'),
      gcPause: this.#find('server', 'gcPause'),
    })
  }

  get generator(): GeneratorResources {
    return Object.freeze({
      cpu: this.#find('generator', 'cpu'),
      busy: this.#find('generator', 'busy'),
      heap: this.#find('generator', 'heap'),
      memory: this.#find('generator', 'memory'),
    })
  }

  get gpu(): GpuResources {
    return Object.freeze({
      utilisation: this.#find('gpu', 'utilisation'),
      memory: this.#find('gpu', 'memory'),
      temperature: this.#find('gpu', 'temperature'),
    })
  }

  metric(name: string, labels: ResourceLabels = {}): ResourceSeries {
    return findMetric(
      this.series.filter(({ source }) => source === 'metrics'),
      name,
      labels,
    )
  }

  #find(source: ResourceSource, name: string): ResourceSeries {
    const found = this.series.find((one) => one.source === source && one.name === name)
    return found ?? new ResourceSeriesView({ source, name, labels: {}, unit: '', kind: 'gauge', points: [] })
  }
}

/**
 * The readings that tell of some spans. A gauge or counter at the very start of a span is its base; what holds from a reading to the next
 * belongs to the span that it ends in.
 */
function within(series: StoredSeries, spans: readonly Bounds[] | undefined): StoredSeries {
  if (spans === undefined) return series
  const isIn = (at: number): boolean =>
    spans.some(({ start, end }) => at <= end && (series.kind === 'span' ? at > start : at >= start) && end > start)
  return { ...series, points: series.points.filter(([at]) => isIn(at)) }
}
