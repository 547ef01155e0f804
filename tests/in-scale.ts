const scale = Number(process.env.LOAD_SCALE || 1)

/**
 * Milliseconds in the scale of the run. `LOAD_SCALE` shortens a profile; where what is tested takes minutes itself, its service time,
 * the pauses of its users and the limits on its latency have to follow, or a short run would not have the form of the long one.
 */
export function inScale(milliseconds: number): number {
  return milliseconds * scale
}

/** Milliseconds that a profile takes at any scale, for what needs its time: memory is judged from 30 s of samples on. */
export function atAnyScale(milliseconds: number): number {
  return milliseconds / scale
}
