/** Where an origin is. */
export interface Place {
  readonly url: URL
  /** Such as `127.0.0.1:3000`. */
  readonly target: string
}

let last: Place | undefined
let lastOrigin: string | undefined

/** Reads an origin; the connections of all users mostly have the same, and share what it says. */
export function placeOf(origin: string): Place {
  if (last === undefined || lastOrigin !== origin) {
    const url = new URL(origin)
    last = { url, target: `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}` }
    lastOrigin = origin
  }
  return last
}
