export { hostPattern } from '../http/host-guard.ts'
