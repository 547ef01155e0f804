import type { CaptureKind } from '../core/settings.ts'

/** What became of a recording of the server that was to be kept: the name of its file beside the report, or why there is none. */
export type KeptCapture =
  | { readonly kind: CaptureKind; readonly file: string }
  | { readonly kind: CaptureKind; readonly problem: string }
