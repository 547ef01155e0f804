/** What came is no response, not one that may be trusted, or not all of one. Its connection has to be closed. */
export class ResponseError extends Error {
  readonly kind: 'malformed' | 'too-large' | 'unexpected' | 'cut-off'
  /** Always the same words for the same fault, so that errors can be counted. */
  readonly reason: string

  constructor(kind: ResponseError['kind'], reason: string) {
    super(reason)
    this.name = 'ResponseError'
    this.kind = kind
    this.reason = reason
  }
}

export function malformed(reason: string): ResponseError {
  return new ResponseError('malformed', reason)
}
