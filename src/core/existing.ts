/** The figures that exist: others are absent, as they are from JSON, and no `undefined`. */
export function existing<Name extends string>(figures: Readonly<Record<Name, number | undefined>>): { [N in Name]?: number } {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as { [N in Name]?: number }
}
