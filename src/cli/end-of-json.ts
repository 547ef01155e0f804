/** Where text stops being JSON; its length where it only lacks its end. `JSON.parse` tells the place of some errors only. */
export function endOfJson(text: string): number {
  const open: string[] = []
  let expected: 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' = 'value'
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0] ?? ''
    if (token === '') return isCutLiteral(text, at) ? text.length : at
    const start = at
    at += token.length
    if (/^\s/.test(token)) continue
    const isEnd = token === '}' || token === ']'
    if (isEnd) {
      const isAllowed = expected === 'comma or end' || expected === (token === '}' ? 'name or end' : 'value or end')
      if (!isAllowed || open.pop() !== token) return start
      expected = 'comma or end'
    } else if (expected === 'comma or end') {
      if (token !== ',' || open.length === 0) return start
      expected = open.at(-1) === '}' ? 'name' : 'value'
    } else if (expected === 'colon') {
      if (token !== ':') return start
      expected = 'value'
    } else if (expected === 'name' || expected === 'name or end') {
      if (!token.startsWith('"')) return start
      expected = 'colon'
    } else if (token === '{' || token === '[') {
      open.push(token === '{' ? '}' : ']')
      expected = token === '{' ? 'name or end' : 'value or end'
    } else if (token === ',' || token === ':') return start
    else expected = 'comma or end'
  }
  return text.length
}

/** A JSON token, or a part of one that the end of the text cuts off. */
const TOKEN =
  /[ \t\r\n]+|[{}[\],:]|"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*(?:"|\\?$|\\u[\da-fA-F]{0,3}$)|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy

function isCutLiteral(text: string, at: number): boolean {
  const rest = text.slice(at, at + 5)
  return at + rest.length === text.length && (rest === '-' || ['true', 'false', 'null'].some((word) => word.startsWith(rest)))
}
