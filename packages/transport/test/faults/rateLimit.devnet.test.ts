import { seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createHorizonClient } from '../../src/createHorizonClient.ts'
import { callKinds, TIMEOUT_MS } from './callKinds.ts'
import { setFaultStage } from './faultStage.ts'

test('behavior: no call loses, repeats or invents anything while they are too many for the budget of their address', async () => {
  // Five in two seconds; the calls below want several times that.
  await using stage = await setFaultStage({ seed: 'rate limit', rateLimit: { requestsPerHour: 9_000, burst: 20 } })
  const { net, clock } = stage
  await using client = createHorizonClient({
    ...{ horizonUrl: net.url, clock, random: seededRandom(1) },
    requestTimeoutMs: TIMEOUT_MS,
  })
  let refusedCount = 0
  const calls = callKinds.map((start) => start({ stage, client, row: 'rate limit', booksStepBack: false }))
  await Promise.all(calls.map((call) => call.ready()))
  let isOver = false
  const pressed = async (): Promise<void> => {
    await stage.ledgers(10)
    isOver = true
    refusedCount = client.stats().errors
  }
  await Promise.all([pressed(), ...calls.map((call) => call.work(() => isOver))])
  stage.setTrading(false)
  await stage.ledgers(3)
  const { ledger } = net
  await Promise.all(calls.map((call) => call.finish(ledger)))
  expect(refusedCount).toBeGreaterThan(5)
})
