import { describe, expect, expectTypeOf, it } from 'vitest'
import { OptionsError } from '../core/options.ts'
import { type ParsedRequest, parseRequest, type RequestLine, type RequestOptions } from './request.ts'
import { parseRequestDefaults, type RequestDefaultsOptions } from './request-defaults.ts'

const baseUrl = 'http://127.0.0.1:3000'
const parse = (request: RequestLine | RequestOptions, defaults: RequestDefaultsOptions = { baseUrl }) =>
  parseRequest('load', request, parseRequestDefaults('load', defaults)) as ParsedRequest
const problems = (request: unknown, defaults?: RequestDefaultsOptions): readonly string[] => {
  try {
    parse(request as RequestOptions, defaults)
  } catch (error) {
    if (error instanceof OptionsError) return error.problems.map(({ message }) => message)
    throw error
  }
  return []
}
const body = ({ prepared }: ParsedRequest) => prepared.body && new TextDecoder().decode(prepared.body)

describe('a request line', () => {
  it('is a request with the defaults', () => {
    expect(parse('GET /health')).toEqual({
      endpoint: 'GET /health',
      isNamed: false,
      prepared: {
        origin: 'http://127.0.0.1:3000',
        method: 'GET',
        path: '/health',
        headers: { 'user-agent': 'vitest-load' },
        body: undefined,
        timeout: 30_000,
        maxBody: 16_777_216,
      },
      expect: undefined,
      redirects: 10,
      retry: undefined,
    })
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('may begin with %s', (method) => {
    expect(parse(`${method} /x`).prepared.method).toBe(method)
  })

  it.each(['/health', 'FETCH /health', 'get /health', 'GET', '', undefined, null, 7])('cannot be %o', (line) => {
    const found = typeof line === 'string' ? `'${line}'` : String(line)

    expect(problems(line)).toEqual([`Expected a value to be a request, such as 'GET /health', got ${found}`])
  })

  it('and what comes of it are frozen', () => {
    const parsed = parse('GET /health')

    expect([parsed, parsed.prepared, parsed.prepared.headers].every(Object.isFrozen)).toBe(true)
  })

  it('has a type that knows the methods', () => {
    expectTypeOf<'GET /health'>().toExtend<RequestLine>()
    expectTypeOf<'FETCH /health'>().not.toExtend<RequestLine>()
  })
})

describe('a path', () => {
  it.each([
    ['http://h:80', '/x', 'http://h', '/x'],
    ['http://h/', '/x', 'http://h', '/x'],
    ['http://h/api', '/x?y=1', 'http://h', '/api/x?y=1'],
    ['http://h/api/', '/x', 'http://h', '/api/x'],
    ['HTTPS://H:443', '/', 'https://h', '/'],
    ['http://[::1]:3000', '/x', 'http://[::1]:3000', '/x'],
    ['http://h', '/a b?q=ä#part', 'http://h', '/a%20b?q=%C3%A4'],
    ['http://h', '/a/../b', 'http://h', '/b'],
    ['http://h/api', '/./x', 'http://h', '/api/x'],
    ['http://h', '/.well-known/x', 'http://h', '/.well-known/x'],
    ['http://h', '//evil.example/x', 'http://h', '//evil.example/x'],
    ['http://h', '/\\evil.example/x', 'http://h', '//evil.example/x'],
    ['http://h/api', 'https://other:8443/x?y=1#z', 'https://other:8443', '/x?y=1'],
    [undefined, 'http://other', 'http://other', '/'],
  ])('with baseUrl %s and path %s leads to %s and %s', (base, path, origin, sent) => {
    expect(parse({ path }, { baseUrl: base }).prepared).toMatchObject({ origin, path: sent })
  })

  it.each([
    ['health', undefined, "Expected `path` to be a path that begins with '/', or an http or https URL, got 'health'"],
    ['ftp://h/x', undefined, "Expected `path` to be a path that begins with '/', or an http or https URL, got 'ftp://h/x'"],
    ['', undefined, "Expected `path` to be a text, got ''"],
    [undefined, undefined, 'Expected `path` to be a text, got undefined'],
    [
      'http://ada:secret@h/x',
      undefined,
      'Expected `path` to be without user name and password: give them in `headers`, as `authorization`',
    ],
    [
      '/x',
      { baseUrl: undefined },
      "Expected `baseUrl` for the path '/x': give one, such as 'http://127.0.0.1:3000', or a whole URL as the path",
    ],
  ])('cannot be %o with the defaults %o', (path, defaults, message) => {
    expect(problems({ path }, defaults)).toEqual([message])
  })

  it.each([
    ['ftp://h', "Expected `baseUrl` to be an http or https URL without a query, such as 'http://127.0.0.1:3000', got 'ftp://h'"],
    ['h:3000', "Expected `baseUrl` to be an http or https URL without a query, such as 'http://127.0.0.1:3000', got 'h:3000'"],
    [
      'http://h?x=1',
      "Expected `baseUrl` to be an http or https URL without a query, such as 'http://127.0.0.1:3000', got 'http://h?x=1'",
    ],
    [
      'http://ada:secret@h',
      'Expected `baseUrl` to be without user name and password: give them in `headers`, as `authorization`',
    ],
  ])('cannot follow the baseUrl %s', (base, message) => {
    expect(problems('GET /x', { baseUrl: base })).toEqual([message])
  })

  it.each([
    ['/x', { q: 'desk lamp&more', limit: 5, all: true }, '/x?q=desk+lamp%26more&limit=5&all=true'],
    ['/x?a=1', { b: 2 }, '/x?a=1&b=2'],
    ['/x', { id: [1, 2], none: undefined }, '/x?id=1&id=2'],
    ['/x', {}, '/x'],
    ['http://h/x', { q: 'ä' }, '/x?q=%C3%A4'],
  ])('%s with the query %o is sent as %s', (path, query, sent) => {
    expect(parse({ path, query }).prepared.path).toBe(sent)
  })
})

describe('an endpoint is called', () => {
  it.each([
    ['by its name', { path: '/orders/42', name: 'GET /orders/:id' }, 'GET /orders/:id', true],
    ['by method and path without the query', { path: '/orders/42?full=1', method: 'PUT' }, 'PUT /orders/42', false],
    ['by the path as it was given, without that of baseUrl', { path: '/orders/ä#x' }, 'GET /orders/ä', false],
    ['by the path of a URL', { path: 'http://other/orders?x' }, 'GET /orders', false],
  ] as const)('%s', (_, request, endpoint, isNamed) => {
    expect(parse(request, { baseUrl: 'http://h/api' })).toMatchObject({ endpoint, isNamed })
  })
})

describe('headers', () => {
  it('are those of all requests and of this one, which wins', () => {
    const headers = { Authorization: 'me', 'X-Number': 7, 'user-agent': undefined }

    expect(parse({ path: '/', headers }, { baseUrl, headers: { authorization: 'all', accept: '*/*' } }).prepared.headers).toEqual(
      {
        authorization: 'me',
        'x-number': '7',
        accept: '*/*',
      },
    )
  })

  const badValue = 'Expected `headers.x-a` to be a number, or text without line breaks and of characters up to U+00FF, got'
  it.each([
    [{ 'x-a': 'b\r\nx-c: d' }, `${badValue} text with others`],
    [{ 'x-a': '☃' }, `${badValue} text with others`],
    [{ 'x-a': {} }, `${badValue} a value of type object`],
    [{ 'x a': 'b' }, 'Expected a header\'s name in `headers`, got "x a"'],
    [{ 'x\r\ny': 'b' }, 'Expected a header\'s name in `headers`, got "x\\r\\ny"'],
    [{ '': 'b' }, 'Expected a header\'s name in `headers`, got ""'],
    [{ 'Content-Length': '7' }, 'Header `content-length` cannot be set: it follows from the body'],
    [{ 'transfer-encoding': 'chunked' }, 'Header `transfer-encoding` cannot be set: it follows from the body'],
    [{ connection: 'close' }, 'Header `connection` cannot be set: how long connections are kept is the `connections` of `load`'],
    [{ Expect: '100-continue' }, 'Header `expect` cannot be set: `100-continue` is not supported'],
    [['a'], "Expected `headers` to be an object such as { authorization: 'Bearer …' }, got a list"],
  ])('cannot be %o', (headers, message) => {
    expect(problems({ path: '/', headers })).toEqual([message])
  })
})

describe('a body', () => {
  it.each([
    ['json', { json: { user: 'ada', n: [1] } }, '{"user":"ada","n":[1]}', 'application/json'],
    ['json of null', { json: null }, 'null', 'application/json'],
    ['json of text', { json: 'ä' }, '"ä"', 'application/json'],
    [
      'a form',
      { form: { user: 'ada & bob', n: 7, all: [true, 'x'], none: undefined } },
      'user=ada+%26+bob&n=7&all=true&all=x',
      'application/x-www-form-urlencoded',
    ],
    ['text', { body: 'hello' }, 'hello', 'text/plain;charset=UTF-8'],
    ['bytes', { body: new Uint8Array([104, 105]) }, 'hi', undefined],
    ['none', {}, undefined, undefined],
  ])('may be %s', (_, options, sent, contentType) => {
    const parsed = parse({ path: '/', method: 'POST', ...options })

    expect(body(parsed)).toBe(sent)
    expect(parsed.prepared.headers['content-type']).toBe(contentType)
  })

  it.each([
    [{ headers: { 'Content-Type': 'application/vnd.api+json' } }, {}, 'application/vnd.api+json'],
    [{}, { headers: { 'content-type': 'text/csv' } }, 'application/json'],
  ])('has the content type that the request %o has, before that of all requests', (options, defaults, contentType) => {
    const { prepared } = parse({ path: '/', json: {}, ...options }, { baseUrl, ...defaults })

    expect(prepared.headers['content-type']).toBe(contentType)
  })

  it('has no content-length, which follows from it', () => {
    expect(Object.keys(parse({ path: '/', json: {} }).prepared.headers)).toEqual(['user-agent', 'content-type'])
  })

  const file = new File(['a,b\n'], 'list.csv', { type: 'text/csv' })
  const data = new FormData()
  data.append('user', 'ada')
  data.append('list', file)
  it.each([
    ['a field that is a file', { user: 'ada', list: file }],
    ['a list of files', { user: 'ada', list: [file] }],
    ['FormData', data],
  ])('with %s is multipart/form-data, after its files were read', async (_, form) => {
    const parsing: unknown = parse({ path: '/', method: 'POST', form })
    expect(parsing).toBeInstanceOf(Promise)
    const { prepared } = (await parsing) as ParsedRequest
    const contentType = prepared.headers['content-type']
    const received = await new Response(prepared.body as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': `${contentType}` },
    }).formData()
    const list = received.get('list') as File

    expect(contentType).toMatch(/^multipart\/form-data; boundary=/)
    expect([received.get('user'), list.name, list.type, await list.text()]).toEqual(['ada', 'list.csv', 'text/csv', 'a,b\n'])
  })

  const circular: Record<string, unknown> = {}
  circular.self = circular
  it.each([
    [{ json: {}, body: '' }, 'Expected only one of `json`, `form` and `body`, got `json` and `body`'],
    [{ json: () => 1 }, 'Expected `json` to be what JSON can hold, got a function'],
    [{ json: { n: 1n } }, 'Expected `json` to be what JSON can hold: Do not know how to serialize a BigInt'],
    [{ form: 'a=b' }, "Expected `form` to be an object of fields, or a FormData, got 'a=b'"],
    [
      { form: { a: {} } },
      'Expected `form.a` to be text, a number, true or false, a Blob or File, or a list of them, got an object',
    ],
    [{ body: { a: 1 } }, 'Expected `body` to be a string or a Uint8Array, got an object'],
  ])('cannot be %o', (options, message) => {
    expect(problems({ path: '/', ...options })).toEqual([message])
  })

  it.each([
    ['kept', {}, {}, 16 * 1024 ** 2],
    ['kept up to maxBody', { maxBody: '1KB' }, {}, 1024],
    ['not kept with a maxBody of 0', { maxBody: 0 }, {}, 0],
    ['not kept for a declared request', { keepsBodies: false }, {}, 0],
    ['not kept where only the status counts', { keepsBodies: false }, { expect: [200, 201] }, 0],
    ['kept for an expect that may read it', { keepsBodies: false }, { expect: () => true }, 16 * 1024 ** 2],
  ] as const)('of a response is %s', (_, defaults, options, maxBody) => {
    expect(parse({ path: '/', ...options } as RequestOptions, { baseUrl, ...defaults }).prepared.maxBody).toBe(maxBody)
  })
})

describe('options', () => {
  it('are read in their units', () => {
    expect(parse({ path: '/', timeout: '1.5s', redirects: 0, expect: 201 })).toMatchObject({
      prepared: { timeout: 1500 },
      redirects: 0,
      expect: 201,
    })
  })

  it('default to those of all requests', () => {
    expect(parse('GET /', { baseUrl, timeout: '2s' }).prepared.timeout).toBe(2000)
  })

  it('are refused all at once', () => {
    expect(() =>
      parse({
        method: 'FETCH',
        path: 'x',
        timeout: 0,
        redirect: 5,
        redirects: -1,
        expect: 99,
        retry: -1,
        query: 'a=b',
        json: 1,
        body: '',
      } as never),
    ).toThrow(`load: 9 problems
  - Unknown option \`redirect\`: did you mean \`redirects\`?
  - Expected \`method\` to be one of 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', got 'FETCH'
  - Expected \`query\` to be an object such as { q: 'lamp' }, got 'a=b'
  - Expected \`timeout\` to be a time above 0, such as '30s', got 0
  - Expected \`expect\` to be a status such as 201, a list of them, or a function, got 99
  - Expected \`redirects\` to be a whole number of at least 0, got -1
  - Expected \`retry\` to be a whole number of at least 0, got -1
  - Expected \`path\` to be a path that begins with '/', or an http or https URL, got 'x'
  - Expected only one of \`json\`, \`form\` and \`body\`, got \`json\` and \`body\``)
  })

  it('of all requests are refused all at once', () => {
    expect(() => parse('GET /', { baseUrl: 'x', maxBody: -1, timeout: '1 day' } as never)).toThrow(`load: 3 problems
  - Expected \`baseUrl\` to be an http or https URL without a query, such as 'http://127.0.0.1:3000', got 'x'
  - Expected \`timeout\` to be a time above 0, such as '30s', got '1 day'
  - Expected \`maxBody\` to be a size of at least 0, such as '16MB', got -1`)
  })
})
