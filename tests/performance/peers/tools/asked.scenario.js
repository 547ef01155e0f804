import { scenario } from 'vitest-load'

const { PEER_PATH = '/', PEER_THINK_TIME = '0' } = process.env

/** The async scenario that is compared; a module, so that several threads can perform it. */
export const asked = scenario({
  name: 'peer',
  thinkTime: Number(PEER_THINK_TIME),
  run: async ({ http }) => {
    const reply = await http.get(PEER_PATH)
    if (reply.status !== 200) throw new Error(`Expected status 200, got ${reply.status}`)
  },
})
