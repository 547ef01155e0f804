/** The rank of each value, from 1; equal values share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => (values[one] as number) - (values[other] as number))
  const ranks = new Array<number>(values.length)
  for (let first = 0; first < order.length; ) {
    let end = first + 1
    while (end < order.length && values[order[end] as number] === values[order[first] as number]) end += 1
    for (let index = first; index < end; index += 1) ranks[order[index] as number] = (first + 1 + end) / 2
    first = end
  }
  return ranks
}
