import type { ResourceKind, ResourceSource, StoredSeries } from '../metrics/resources.ts'

/** A series with a reading a second. */
export function readings(
  source: ResourceSource,
  name: string,
  values: readonly number[],
  given: { kind?: ResourceKind; unit?: string } = {},
): StoredSeries {
  return {
    source,
    name,
    labels: {},
    unit: given.unit ?? '',
    kind: given.kind ?? 'gauge',
    points: values.map((value, index) => [index * 1000, value] as const),
  }
}
