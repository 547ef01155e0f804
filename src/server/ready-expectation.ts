export { type Expect as ReadyExpect, expectation as readyExpectation } from '../http/expect.ts'
