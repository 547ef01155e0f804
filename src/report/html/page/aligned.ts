interface Sampled {
  readonly at: readonly number[]
  readonly values: readonly (number | null)[]
}

/** Series that were sampled at different moments, in columns over all moments: between its own, a series keeps its value. */
export function aligned(series: readonly Sampled[]): { readonly at: number[]; readonly columns: (number | null)[][] } {
  const at = [...new Set(series.flatMap((one) => one.at))].sort((a, b) => a - b)
  const columns = series.map((one) => {
    let next = 0
    let value: number | null = null
    const last = one.at.at(-1) ?? Number.NEGATIVE_INFINITY
    return at.map((moment) => {
      for (; next < one.at.length && (one.at[next] as number) <= moment; next += 1) value = one.values[next] ?? null
      return moment > last ? null : value
    })
  })
  return { at, columns }
}
