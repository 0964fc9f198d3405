import { expect, test } from 'vitest'
import { setUpServers } from '../../test/fakeServers.ts'

test('error: a hedge at a server of another network leaves the read to a third one', async () => {
  const { clock, servers, requester } = setUpServers(3, { hedgeAfterMs: 100, networkPassphrase: 'net' })
  await requester.get('/offers', {})
  const after = (delayMs: number): Promise<void> => new Promise((resolve) => clock.setTimer(resolve, delayMs))
  const [first, second] = servers
  Object.assign(first ?? {}, {
    fault: async (path: string) => {
      if (path !== '/fee_stats') return undefined
      await after(150)
      return { status: 503, body: {} }
    },
  })
  Object.assign(second ?? {}, { passphrase: 'other', fault: () => after(250).then(() => undefined) })
  const answer = requester.get('/fee_stats', {})
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ status: 200, what: 'GET http://2.test/fee_stats' })
})
