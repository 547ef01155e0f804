import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** Colours text for a terminal, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_, text) => text

export const colored: Paint = (style, text) => styleText(style, text, { validateStream: false })

/** Colours where the stream shows them: not in a file or a pipe, nor with `NO_COLOR`; with `FORCE_COLOR` always. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return styleText('bold', 'x', { stream }) === 'x' ? plain : colored
}
