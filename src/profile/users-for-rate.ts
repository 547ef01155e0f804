/** Users of an open profile as they were given. */
export interface GivenUsers {
  readonly vus: number | undefined
  readonly maxVus: number | undefined
}

/** What is left out of the users of an open profile, from the peak of its rate per second. */
export function usersForRate(peak: number, given: GivenUsers): { readonly vus: number; readonly maxVus: number } {
  const vus = given.vus ?? Math.min(Math.max(LEAST_VUS, Math.ceil(peak * SECONDS_STARTED)), given.maxVus ?? Infinity)
  const most = Math.min(Math.max(LEAST_MAX_VUS, Math.ceil(peak * SECONDS_AT_MOST)), MOST_MAX_VUS)
  return { vus, maxVus: given.maxVus ?? Math.max(vus, most) }
}

// By Little's law as many users are busy as arrive in the time that an iteration takes.
const SECONDS_STARTED = 1
const SECONDS_AT_MOST = 10
const LEAST_VUS = 10
const LEAST_MAX_VUS = 100
const MOST_MAX_VUS = 10_000
