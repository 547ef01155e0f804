import { expect, it } from 'vitest'
import { createHttp, type Http } from './http.ts'
import type { Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'

function create(): { http: Http; sent: string[] } {
  const sent: string[] = []
  const client = {
    async request({ prepared }: ParsedRequest): Promise<Reply> {
      sent.push(`${prepared.method} ${prepared.path}`)
      return {} as Reply
    },
    refuse: (error: unknown) => Promise.reject(error),
  }
  return { sent, http: createHttp(client, parseRequestDefaults('load', { baseUrl: 'http://shop:3000' })) }
}

const names = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'request']

it.each(['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const)(
  '`%s` sends a request of its method',
  async (name) => {
    const { http, sent } = create()
    await http[name]('/a')
    expect(sent).toEqual([`${name.toUpperCase()} /a`])
  },
)

it('the calls can be taken out, copied and listed, and are the same each time', async () => {
  const { http, sent } = create()
  const { get, ...others } = http
  await get('/a')
  await others.delete('/b')
  const copy: Http = { ...http, post: http.put }
  await copy.post('/c')
  await copy.request('HEAD /d')
  expect(sent).toEqual(['GET /a', 'DELETE /b', 'PUT /c', 'HEAD /d'])
  expect(Object.keys(http).toSorted()).toEqual(names.toSorted())
  expect(Object.entries(http)).toEqual(Object.entries(copy).map(([name, call]) => [name, name === 'post' ? http.post : call]))
})

it('no call can be replaced', () => {
  const { http } = create()
  expect(() => Object.assign(http, { get: () => {} })).toThrow(TypeError)
  expect(() => Object.defineProperty(http, 'get', { value: () => {} })).toThrow(TypeError)
})
