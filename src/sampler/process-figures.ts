/** What one process is at a moment. What a system doesn't tell is `undefined`. */
export interface ProcessFigures {
  readonly pid: number
  readonly parent: number
  /** Tells a process from a later one with the same number. */
  readonly started: string
  /** CPU time so far in milliseconds; or, where a system tells no totals, the cores in use. */
  readonly cpuTime?: number | undefined
  readonly cores?: number | undefined
  /** Resident, in bytes. */
  readonly memory: number
  readonly threads?: number | undefined
  readonly files?: number | undefined
}

/** The processes of `roots` and all that they started, of all that there are. */
export function treeOf<P extends { readonly pid: number; readonly parent: number }>(
  all: readonly P[],
  roots: readonly number[],
): readonly P[] {
  const children = Map.groupBy(all, ({ parent }) => parent)
  const tree = all.filter(({ pid }) => roots.includes(pid))
  const known = new Set(tree)
  // The list grows while it is walked.
  for (const { pid } of tree) {
    for (const child of children.get(pid) ?? []) {
      if (known.has(child)) continue
      known.add(child)
      tree.push(child)
    }
  }
  return tree
}
