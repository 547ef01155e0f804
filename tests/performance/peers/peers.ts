import type { Peer } from './peer.ts'
import { artillery } from './tools/artillery.ts'
import { autocannon } from './tools/autocannon.ts'
import { hey } from './tools/hey.ts'
import { k6 } from './tools/k6.ts'
import { locust } from './tools/locust.ts'
import { oha } from './tools/oha.ts'
import { asynchronous, declared, overUndici } from './tools/ours.ts'
import { vegeta } from './tools/vegeta.ts'
import { wrk } from './tools/wrk.ts'

/** Ours, as the ratios are taken against it: the first that can do a job. */
export const ours: readonly Peer[] = [declared, asynchronous, overUndici]

/** The others. */
export const others: readonly Peer[] = [wrk, autocannon, k6, oha, hey, vegeta, locust, artillery]
