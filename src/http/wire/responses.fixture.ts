/** For tests: what a server may send in answer to a GET, each character one octet. */
export interface ResponseSample {
  readonly name: string
  readonly octets: string
  /** Where undici takes it otherwise: how so. */
  readonly undici?: string
}

export interface AcceptedSample extends ResponseSample {
  readonly status: number
  readonly body: string
  readonly keepsAlive: boolean
}

export interface RefusedSample extends ResponseSample {
  readonly reason: string
}

const accept = (name: string, octets: string, more: Partial<AcceptedSample> = {}): AcceptedSample => ({
  name,
  octets,
  status: 200,
  body: 'ok',
  keepsAlive: true,
  ...more,
})
const refuse = (reason: string, name: string, octets: string, undici?: string): RefusedSample => ({
  name,
  octets,
  reason,
  ...(undici !== undefined && { undici }),
})

const start = 'HTTP/1.1 200 OK\r\n'
const sized = 'content-length: 2\r\n\r\nok'
const chunked = `${start}transfer-encoding: chunked\r\n\r\n`

export const accepted: readonly AcceptedSample[] = [
  accept('content-length', `${start}${sized}`),
  accept('names in any case, values without blanks around them', `${start}CONTENT-Length:2\r\nConnection:\tKeep-Alive\r\n\r\nok`),
  accept('blanks after a value', `${start}x:  a b \t \r\n${sized}`, { undici: 'keeps the blanks' }),
  accept('blanks after a content-length', `${start}content-length: \t2 \t\r\n\r\nok`, { undici: 'takes them for digits' }),
  accept('leading zeros', `${start}content-length: 0002\r\n\r\nok`),
  accept('many headers', `${start}${Array.from({ length: 50 }, (_, index) => `x-${index}: ${index}\r\n`).join('')}${sized}`),
  accept('a header that comes several times', `${start}Set-Cookie: a\r\nset-cookie: b\r\nSET-COOKIE: c\r\n${sized}`),
  accept('names that objects have', `${start}__proto__: a\r\nconstructor: b\r\n__proto__: c\r\ntoString: d\r\n${sized}`),
  accept('empty values', `${start}x:\r\ny:   \r\n${sized}`),
  accept('every octet of a name', `${start}!#$%&'*+-.^_\`|~09azAZ: a\r\n${sized}`),
  accept('octets that are no ASCII, and tabs', `${start}x: \x80\xa0\tü\xff\r\n${sized}`),
  accept('a colon in a value', `${start}x: a:b: c\r\n${sized}`),
  accept(
    'names as long as those that matter',
    `${start}x-nnection: close\r\nx-ntent-length: 7\r\nx-ansfer-encoding: x\r\n${sized}`,
  ),
  accept('no body', `${start}content-length: 0\r\n\r\n`, { body: '' }),
  accept('no reason phrase', `HTTP/1.1 200\r\n${sized}`),
  accept('an empty reason phrase', `HTTP/1.1 200 \r\n${sized}`),
  accept('a reason phrase that is no ASCII', `HTTP/1.1 200 \x80\xff\t ok\r\n${sized}`),
  accept('a status that nobody knows', `HTTP/1.1 799 What\r\n${sized}`, { status: 799 }),
  accept('204', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '' }),
  accept('204 that announces a body', 'HTTP/1.1 204 No\r\ncontent-length: 2\r\n\r\n', {
    status: 204,
    body: '',
    keepsAlive: false,
  }),
  accept('304', 'HTTP/1.1 304 Not Modified\r\netag: "a"\r\n\r\n', { status: 304, body: '' }),
  accept('304 that announces a body', 'HTTP/1.1 304 No\r\ntransfer-encoding: chunked\r\n\r\n', {
    status: 304,
    body: '',
    keepsAlive: false,
  }),
  accept('205 with a body', `HTTP/1.1 205 Reset Content\r\n${sized}`, { status: 205 }),
  accept('a body until the end', `${start}\r\nok`, { keepsAlive: false }),
  accept('a body until the end that is empty', `${start}connection: keep-alive\r\n\r\n`, { body: '', keepsAlive: false }),
  accept('connection: close', `${start}connection: close\r\n${sized}`, { keepsAlive: false }),
  accept('close in a list', `${start}connection: x, Close , y\r\n${sized}`, { keepsAlive: false }),
  accept('close in a second header', `${start}connection: keep-alive\r\nconnection: close\r\n${sized}`, { keepsAlive: false }),
  accept('closely, which is not close', `${start}connection: closely\r\n${sized}`),
  accept('HTTP/1.0', `HTTP/1.0 200 OK\r\n${sized}`, { keepsAlive: false }),
  accept('HTTP/1.0 with keep-alive', `HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n${sized}`),
  accept('HTTP/1.0 until the end', 'HTTP/1.0 200 OK\r\n\r\nok', { keepsAlive: false }),
  accept('chunks', `${chunked}1\r\no\r\n1\r\nk\r\n0\r\n\r\n`),
  accept('a chunk with letters in its size', `${chunked}A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n`, {
    body: '01234567890123456789a',
  }),
  accept('a chunk that holds what ends one', `${chunked}a\r\n\r\n0\r\n\r\n0\r\n\r\n0\r\n\r\n`, { body: '\r\n0\r\n\r\n0\r\n' }),
  accept('sizes with leading zeros', `${chunked}0002\r\nok\r\n000\r\n\r\n`),
  accept('extensions', `${chunked}2;a=b;c="d e"\r\nok\r\n0;last\r\n\r\n`),
  accept('extensions with blanks in them', `${chunked}2; a = b\r\nok\r\n0\r\n\r\n`, { undici: 'refuses them' }),
  accept('trailers', `${chunked}2\r\nok\r\n0\r\nx-sum: 12\r\ny:\r\n\r\n`),
  accept('a length among the trailers', `${chunked}2\r\nok\r\n0\r\ncontent-length: 4\r\n\r\n`, { undici: 'refuses it' }),
  accept('CHUNKED in capitals', `${start}Transfer-Encoding: CHUNKED\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
  accept('a response to come', `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${start}${sized}`),
  accept('100, though it was not asked for', `HTTP/1.1 100 Continue\r\n\r\n${start}${sized}`, { undici: 'refuses it' }),
]

const lenient = 'takes it'

export const refused: readonly RefusedSample[] = [
  refuse('not HTTP/1', 'another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'),
  refuse('not HTTP/1', 'a page alone', '<html>'),
  refuse('not HTTP/1', 'TLS', '\x16\x03\x01\x02'),
  refuse('not HTTP/1', 'HTTP in lower case', `http/1.1 200 OK\r\n${sized}`),
  refuse('not HTTP/1', 'HTTP/2.0', `HTTP/2.0 200 OK\r\n${sized}`, lenient),
  refuse('not HTTP/1', 'RTSP', `RTSP/1.0 200 OK\r\n${sized}`, lenient),
  refuse('not HTTP/1', 'an empty line before it', `\r\n${start}${sized}`, lenient),
  refuse('not HTTP/1', 'a blank before it', ` ${start}${sized}`),
  refuse('version', 'HTTP/1.2', `HTTP/1.2 200 OK\r\n${sized}`),
  refuse('not HTTP/1', 'two blanks before the status', `HTTP/1.1  200 OK\r\n${sized}`.replace('  ', '\t ')),
  refuse('status', 'a status of two digits', `HTTP/1.1 20 OK\r\n${sized}`),
  refuse('status', 'a status of four digits', `HTTP/1.1 2000 OK\r\n${sized}`),
  refuse('status', 'a status below 100', `HTTP/1.1 099 OK\r\n${sized}`),
  refuse('status line', 'NUL in the reason phrase', `HTTP/1.1 200 a\0b\r\n${sized}`, lenient),
  refuse('status line', 'a bare LF after the status line', `HTTP/1.1 200 OK\n${sized}`),
  refuse('value of a header', 'a bare LF after a header', `${start}x: a\n${sized}`),
  refuse('value of a header', 'a bare CR in a value', `${start}x: a\rb\r\n${sized}`),
  refuse('value of a header', 'NUL in a value', `${start}x: a\0b\r\n${sized}`),
  refuse('value of a header', 'DEL in a value', `${start}x: a\x7fb\r\n${sized}`),
  refuse('name of a header', 'a bare LF for the empty line', `${start}content-length: 2\r\n\nok`),
  refuse('header', 'CR CR LF for the empty line', `${start}content-length: 2\r\n\r\r\nok`),
  refuse('name of a header', 'a blank before the colon', `${start}x : a\r\n${sized}`),
  refuse('name of a header', 'a blank before the name', `${start} x: a\r\n${sized}`),
  refuse('name of a header', 'a folded line', `${start}x: a\r\n b\r\n${sized}`),
  refuse('name of a header', 'a line without a colon', `${start}x\r\n${sized}`),
  refuse('name of a header', 'an empty name', `${start}: a\r\n${sized}`),
  refuse('name of a header', 'a name that is no token', `${start}x(y): a\r\n${sized}`),
  refuse('second content-length', 'two lengths', `${start}content-length: 2\r\ncontent-length: 3\r\n\r\nok`),
  refuse('second content-length', 'the same length twice', `${start}content-length: 2\r\n${sized}`),
  refuse('content-length', 'a list of lengths', `${start}content-length: 2, 2\r\n\r\nok`),
  refuse('content-length', 'a length with a sign', `${start}content-length: +2\r\n\r\nok`),
  refuse('content-length', 'a negative length', `${start}content-length: -1\r\n\r\nok`),
  refuse('content-length', 'a length in hexadecimal', `${start}content-length: 0x2\r\n\r\nok`),
  refuse('content-length', 'no length', `${start}content-length:\r\n\r\nok`),
  refuse('content-length', 'a length of 2^53', `${start}content-length: 9007199254740992\r\n\r\nok`),
  refuse('content-length', 'a length of 2^64 + 2', `${start}content-length: 18446744073709551618\r\n\r\nok`),
  refuse(
    'content-length and transfer-encoding',
    'both lengths',
    `${chunked.slice(0, -2)}content-length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  ),
  refuse(
    'content-length and transfer-encoding',
    'both lengths, the other way round',
    `${start}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  ),
  refuse(
    'transfer-encoding in HTTP/1.0',
    'chunks in HTTP/1.0',
    'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    lenient,
  ),
  ...['gzip, chunked', 'gzip', 'identity', 'chunked, chunked', 'chunked, identity', 'xchunked', ''].map((coding) =>
    refuse(
      'transfer-encoding other than chunked',
      `the coding '${coding}'`,
      `${start}transfer-encoding: ${coding}\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
      lenient,
    ),
  ),
  refuse(
    'transfer-encoding other than chunked',
    'chunked twice',
    `${start}transfer-encoding: chunked\r\n${chunked.slice(start.length)}0\r\n\r\n`,
    lenient,
  ),
  refuse('size of a chunk', 'no size', `${chunked}\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a blank before a size', `${chunked} 2\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a blank after a size', `${chunked}2 \r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a size with 0x', `${chunked}0x2\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a negative size', `${chunked}-2\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a size of 2^64', `${chunked}10000000000000000\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a size of 2^64 + 2', `${chunked}10000000000000002\r\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a bare LF after a size', `${chunked}2\nok\r\n0\r\n\r\n`),
  refuse('size of a chunk', 'a bare CR after a size', `${chunked}2\rok\r\n0\r\n\r\n`),
  refuse('extension of a chunk', 'a bare LF after an extension', `${chunked}2;a\nok\r\n0\r\n\r\n`),
  refuse('extension of a chunk', 'NUL in an extension', `${chunked}2;a\0\r\nok\r\n0\r\n\r\n`),
  refuse('end of a chunk', 'a chunk longer than its size', `${chunked}2\r\nokx\r\n0\r\n\r\n`),
  refuse('end of a chunk', 'a bare LF after a chunk', `${chunked}2\r\nok\n0\r\n\r\n`),
  refuse('end of a chunk', 'a bare CR after a chunk', `${chunked}2\r\nok\r0\r\n\r\n`),
  refuse('trailer', 'a trailer whose name is no token', `${chunked}2\r\nok\r\n0\r\nx y: z\r\n\r\n`),
  refuse('trailer', 'a folded trailer', `${chunked}2\r\nok\r\n0\r\n z\r\n\r\n`),
  refuse('trailer', 'NUL in a trailer', `${chunked}2\r\nok\r\n0\r\nx: \0\r\n\r\n`),
  refuse('trailer', 'a bare LF after a trailer', `${chunked}2\r\nok\r\n0\r\nx: y\n\r\n`),
  refuse('trailer', 'a bare CR after a trailer', `${chunked}2\r\nok\r\n0\r\nx: y\r\r\n\r\n`),
  refuse('trailer', 'a bare LF at the end', `${chunked}2\r\nok\r\n0\r\n\n`),
  refuse('trailer', 'a bare CR at the end', `${chunked}2\r\nok\r\n0\r\n\rx`),
  refuse('status 1xx in HTTP/1.0', '1xx in HTTP/1.0', `HTTP/1.0 103 Early Hints\r\n\r\n${start}${sized}`),
  refuse('bad upgrade', '101', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  refuse('head', 'a head of 1 MB', `${start}x: ${'x'.repeat(1_000_000)}\r\n${sized}`),
  refuse('head', 'a name of 1 MB', `${start}${'x'.repeat(1_000_000)}: x\r\n${sized}`),
]

/** What ends too early. */
export const cutOff: readonly ResponseSample[] = [
  { name: 'nothing', octets: '' },
  { name: 'half a status line', octets: 'HTTP/1.1 2' },
  { name: 'half a head', octets: `${start}content-length: 2\r\n` },
  { name: 'half a body', octets: `${start}content-length: 5\r\n\r\nok` },
  { name: 'half a chunk', octets: `${chunked}5\r\nok` },
  { name: 'no last chunk', octets: `${chunked}2\r\nok\r\n` },
  { name: 'no end of the trailers', octets: `${chunked}2\r\nok\r\n0\r\n` },
  { name: 'only a response to come', octets: 'HTTP/1.1 103 Early Hints\r\n\r\n' },
]
