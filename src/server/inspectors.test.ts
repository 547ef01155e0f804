import { expect, it } from 'vitest'
import { inspectorIn, withInspector } from './inspectors.ts'

it.each([
  [undefined, '--inspect=127.0.0.1:0'],
  ['--enable-source-maps', '--enable-source-maps --inspect=127.0.0.1:0'],
])('opens the inspector beside the options that Node has: %s', (NODE_OPTIONS, expected) => {
  expect(withInspector({ PORT: '1', NODE_OPTIONS })).toEqual({ PORT: '1', NODE_OPTIONS: expected })
})

it.each([
  ['Debugger listening on ws://127.0.0.1:37987/835a87c4-380d', 'ws://127.0.0.1:37987/835a87c4-380d'],
  ['Debugger listening on ws://10.0.0.7:9229/835a87c4-380d', undefined],
  ['see: Debugger listening on ws://127.0.0.1:37987/835a', undefined],
  ['listening on 3000', undefined],
])('is found in what it writes, on this machine only: %s', (line, expected) => {
  expect(inspectorIn(line)).toBe(expected)
})
