import { describe, expect, it } from 'vitest'
import type { ErrorCategory } from './error-category.ts'
import { ErrorKinds } from './error-kinds.ts'

const failure = (category: ErrorCategory, message: string) => ({ category, message, detail: 'the one case' })

function full(): ErrorKinds {
  const kinds = new ErrorKinds()
  for (let kind = 0; kind < 100; kind += 1) kinds.admit('GET /', failure('expectation', `${kind}`))
  return kinds
}

describe('a kind of error', () => {
  it('is its own up to a hundred, and stays it', () => {
    const kinds = full()
    expect(kinds.admit('GET /', failure('expectation', '99'))).toMatchObject({ message: '99', endpoint: 'GET /' })
  })

  it('is past them that of its category, whatever the endpoint', () => {
    const kinds = full()
    const others = new Set<string>()
    for (let endpoint = 0; endpoint < 50; endpoint += 1) {
      for (const category of ['expectation', 'http-5xx'] as const) {
        const { key, message, endpoint: shown } = kinds.admit(`GET /${endpoint}`, failure(category, 'another'))
        expect([message, shown]).toEqual(['(other errors)', '(other)'])
        others.add(key)
      }
    }
    expect(others.size).toBe(2)
  })

  it('wants five examples, also where it is the common one', () => {
    const kinds = full()
    const wants = Array.from({ length: 8 }, (_, endpoint) => kinds.admit(`GET /${endpoint}`, failure('reset', 'x')).wantsExample)
    expect(wants.filter(Boolean)).toHaveLength(5)
  })
})
