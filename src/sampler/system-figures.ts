/** What the machine's state is at a moment. What a system doesn't tell is `undefined`. */
export interface SystemFigures {
  /** Running totals of each core, in whatever unit. */
  readonly cores: readonly { readonly busy: number; readonly total: number }[]
  /** Bytes in use. */
  readonly memory?: number | undefined
  readonly swap?: number | undefined
  /** Bytes since the start of the machine, over all interfaces but the loopback one. */
  readonly networkReceived?: number | undefined
  readonly networkSent?: number | undefined
  readonly load?: number | undefined
}
