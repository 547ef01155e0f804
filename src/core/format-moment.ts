/** A moment of a run, from milliseconds since the start of measuring: `00:42`, `1:05:00`. */
export function formatMoment(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const hours = Math.floor(seconds / 3600)
  const short = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  return hours === 0 ? short : `${hours}:${short}`
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0')
}
