import { errors } from 'undici'
import { expect, it } from 'vitest'
import { classify, isHostNotAllowed } from './classify.ts'
import { HostNotAllowedError } from './host-guard.ts'
import { RequestError } from './request-error.ts'

const target = '127.0.0.1:3000'
const withCode = (code: string, message = `some text with a port 51234 and ${code}`) =>
  Object.assign(new Error(message), { code })
const times = {
  asked: 0,
  sent: undefined,
  firstByte: undefined,
  end: 1,
  connect: undefined,
  bytesSent: 0,
  bytesReceived: 0,
}

it.each([
  ['ECONNREFUSED', 'refused', 'connection refused by 127.0.0.1:3000'],
  ['EHOSTUNREACH', 'refused', 'no route to 127.0.0.1:3000 (EHOSTUNREACH)'],
  ['ENETUNREACH', 'refused', 'no route to 127.0.0.1:3000 (ENETUNREACH)'],
  ['ECONNRESET', 'reset', 'connection reset by 127.0.0.1:3000'],
  ['EPIPE', 'reset', 'connection closed by 127.0.0.1:3000'],
  ['ENETDOWN', 'reset', 'connection to 127.0.0.1:3000 failed (ENETDOWN)'],
  ['ENOTFOUND', 'dns', 'host name of 127.0.0.1:3000 not found (ENOTFOUND)'],
  ['EAI_AGAIN', 'dns', 'host name of 127.0.0.1:3000 not resolved (EAI_AGAIN)'],
  ['ETIMEDOUT', 'timeout', 'connection to 127.0.0.1:3000 timed out (ETIMEDOUT)'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'connection to 127.0.0.1:3000 timed out'],
  ['EPROTO', 'tls', 'TLS with 127.0.0.1:3000 failed (EPROTO)'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'TLS with 127.0.0.1:3000 failed (ERR_TLS_CERT_ALTNAME_INVALID)'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'TLS with 127.0.0.1:3000 failed (ERR_SSL_WRONG_VERSION_NUMBER)'],
  ['CERT_HAS_EXPIRED', 'tls', 'TLS with 127.0.0.1:3000 failed (CERT_HAS_EXPIRED)'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', 'TLS with 127.0.0.1:3000 failed (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', 'TLS with 127.0.0.1:3000 failed (SELF_SIGNED_CERT_IN_CHAIN)'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'TLS with 127.0.0.1:3000 failed (UNABLE_TO_VERIFY_LEAF_SIGNATURE)'],
  ['UND_ERR_HEADERS_OVERFLOW', 'protocol', 'response headers from 127.0.0.1:3000 are too large'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol', 'response from 127.0.0.1:3000 is not as long as its content-length'],
  ['UND_ERR_INVALID_ARG', 'protocol', 'request to 127.0.0.1:3000 failed (UND_ERR_INVALID_ARG)'],
  ['EMFILE', 'generator', 'this process has too many open files (EMFILE)'],
  ['ENFILE', 'generator', 'this machine has too many open files (ENFILE)'],
  ['EADDRNOTAVAIL', 'generator', 'this machine has no free port to 127.0.0.1:3000 (EADDRNOTAVAIL)'],
  ['ENOBUFS', 'generator', 'this machine has no buffer space left (ENOBUFS)'],
])('takes %s for %s: %s', (code, category, message) => {
  expect(classify(withCode(code), target)).toEqual({ category, message })
})

it.each([
  ['other side closed', 'reset', 'connection closed by 127.0.0.1:3000'],
  ['closed', 'reset', 'connection closed by 127.0.0.1:3000'],
  ['bad response', 'protocol', 'unexpected response from 127.0.0.1:3000 (bad response)'],
  ['bad upgrade', 'protocol', 'unexpected response from 127.0.0.1:3000 (bad upgrade)'],
])("takes undici's socket error '%s' for %s: %s", (message, category, expected) => {
  expect(classify(new errors.SocketError(message), target)).toEqual({ category, message: expected })
})

it.each([
  ['Expected HTTP/, RTSP/ or ICE/', 'protocol', 'malformed response from 127.0.0.1:3000 (Expected HTTP/, RTSP/ or ICE/)'],
  ['Invalid EOF state', 'reset', 'connection closed by 127.0.0.1:3000'],
])("takes undici's parser error '%s' for %s: %s", (reason, category, message) => {
  const error = new errors.HTTPParserError(`Response does not match the HTTP/1.1 protocol (${reason})`)

  expect(classify(error, target)).toEqual({ category, message })
})

it('looks into causes and aggregated errors', () => {
  const aggregate = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])

  expect(classify(new TypeError('failed', { cause: withCode('ENOTFOUND') }), target).category).toBe('dns')
  expect(classify(aggregate, target).category).toBe('refused')
})

it('shows the message of an error without a code', () => {
  expect(classify(new Error('what is this'), target)).toEqual({
    category: 'protocol',
    message: 'request to 127.0.0.1:3000 failed (what is this)',
  })
})

it('tells a host that is not allowed from every other error', () => {
  const notAllowed = new HostNotAllowedError('example.com', 'example.com:80')
  const { category, message } = classify(notAllowed, 'example.com:80')

  expect({ category, message }).toEqual({ category: 'exception', message: notAllowed.message })
  expect(isHostNotAllowed(new RequestError(category, message, times, { cause: notAllowed }))).toBe(true)
  expect(isHostNotAllowed(new RequestError('refused', 'no', times, { cause: withCode('ECONNREFUSED') }))).toBe(false)
  expect(isHostNotAllowed(notAllowed)).toBe(false)
})
