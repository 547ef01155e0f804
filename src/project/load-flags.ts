/**
 * What Node is given to run a load file.
 *
 * A young generation of 4 MB in each half, in place of 16, stays in the caches of a core: 10,000 users take a third less memory for it, and no
 * request takes more CPU (`npm run bench:peers -- --sections users,closed`).
 */
export const LOAD_FLAGS = ['--max-semi-space-size=4'] as const
