import { expect, it } from 'vitest'
import type { ResourceMark, StoredResources } from '../metrics/resources.ts'
import { readings } from '../verdict/resources.fixture.ts'
import { warningsOfSampling } from './sampling-warnings.ts'

const mark = (source: ResourceMark['source'], message: string): ResourceMark => ({ at: 0, until: 5000, source, message })
const messagesOf = (resources: StoredResources | undefined, isPidNamed: boolean): string[] =>
  warningsOfSampling(resources, isPidNamed).map(({ message }) => message)

const nothing: StoredResources = {
  series: [],
  marks: [mark('metrics', 'http://a/metrics answered with status 404'), mark('server', 'there is no process 7')],
}
const something: StoredResources = { ...nothing, series: [readings('metrics', 'a', [1]), readings('server', 'memory', [1])] }

it.each([
  [
    'metrics of which none was read',
    nothing,
    false,
    ['No metrics of the server were read: http://a/metrics answered with status 404'],
  ],
  [
    'a named process that is not there',
    nothing,
    true,
    [
      'No metrics of the server were read: http://a/metrics answered with status 404',
      'The process of `sample: { pid }` was not sampled: there is no process 7',
    ],
  ],
  ['nothing that was read at least once', something, true, []],
  ['nothing where nothing is sampled', undefined, true, []],
])('warns of %s', (_, resources, isPidNamed, expected) => {
  expect(messagesOf(resources, isPidNamed)).toEqual(expected)
})
