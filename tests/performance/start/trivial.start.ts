import { expect, test } from 'vitest'
import { fanOut } from 'vitest-load'

test('one request', async () => {
  expect(await fanOut(1, 'GET /')).toHaveNoErrors()
})
