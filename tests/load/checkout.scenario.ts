import { between, scenario } from 'vitest-load'

/** A visitor who looks at a product, and now and then buys it. */
export const checkout = scenario({
  name: 'checkout',
  thinkTime: between('50ms', '150ms'),
  start: async ({ http }) => ({ token: (await http.post('/login', { json: { user: 'ada' } })).json().token as string }),
  run: [
    [3, 'look', ({ http }) => http.get('/products?q=lamp')],
    [
      1,
      'order',
      async ({ http, state, check }) => {
        const reply = await http.get('/orders/42', {
          name: 'GET /orders/:id',
          headers: { authorization: `Bearer ${state.token}` },
        })
        check('is shipped', reply.json().status === 'shipped')
      },
    ],
  ],
})
