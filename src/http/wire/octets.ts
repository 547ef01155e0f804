export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
export const TAB = 0x09
export const ZERO = 0x30
export const COLON = 0x3a
export const SEMICOLON = 0x3b

/** 1 for each octet that a header's name may have: a token (RFC 9110 §5.6.2). */
export const isTokenOctet: Uint8Array = table((octet) => /[!#$%&'*+\-.^_`|~\dA-Za-z]/.test(String.fromCharCode(octet)))

/** 1 for each octet that a header's value, a reason phrase or a chunk extension may have: no control character but the tab (RFC 9110 §5.5). */
export const isTextOctet: Uint8Array = table((octet) => octet === TAB || (octet >= SPACE && octet !== 0x7f))

/** The value of each hexadecimal digit; 255 for every other octet. */
export const hexValueOf: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => {
  const digit = String.fromCharCode(octet)
  return /[\da-f]/i.test(digit) ? Number.parseInt(digit, 16) : 255
})

function table(has: (octet: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, octet) => (has(octet) ? 1 : 0))
}
