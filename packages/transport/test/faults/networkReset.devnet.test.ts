import { isSdexError, seededRandom, sleep } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createHorizonClient } from '../../src/createHorizonClient.ts'
import { watch } from '../fakeStreams.ts'
import { TIMEOUT_MS } from './callKinds.ts'
import { setFaultStage } from './faultStage.ts'

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: unknown) => (isSdexError(error) ? error.code : String(error)),
  )
}

test('error: a network that begins anew under a running client is followed by no call', async () => {
  await using stage = await setFaultStage({ seed: 'network reset' })
  const { net, clock, market, taker, maker, truth } = stage
  await using client = createHorizonClient({
    ...{ horizonUrl: net.url, clock, random: seededRandom(1), requestTimeoutMs: TIMEOUT_MS },
    networkPassphrase: net.passphrase,
  })
  const ledgers = watch(client.ledgerStream())
  const books = watch(client.orderBookStream(market))
  const trades = watch(client.tradeStream({ market }))
  const account = watch(client.accountStream(taker))
  const offers = watch(client.offersStream(maker))
  const all = { ledgers, books, trades, account, offers }
  while (ledgers.records.length < 3 || trades.records.length < 2 || offers.records.length < 2) await sleep(clock, 500)
  // It waits in a queue that is gone, with the account, when the network begins anew.
  net.faults.inject({ type: 'emptyLedgers' })
  const sent = stage.payment(40_000)
  const submission = codeOf(client.submit(sent.envelopeXdr))
  await stage.ledgers(1)
  stage.setTrading(false)
  const known = new Set([...truth.values()].map(({ hash }) => hash))
  net.faults.clear()
  net.faults.inject({ type: 'networkReset' })
  while (!ledgers.shown.includes('SDEX_NETWORK_RESET')) await sleep(clock, 500)
  const told = Object.values(all).map(({ records }) => records.length)
  expect(await codeOf(client.orderBook(market))).toBe('SDEX_NETWORK_RESET')
  expect(await codeOf(client.ledgers({}))).toBe('SDEX_NETWORK_RESET')
  expect(await codeOf(client.submit(sent.envelopeXdr, { timeoutMs: 60_000 }))).toBe('SDEX_NETWORK_RESET')
  expect(await submission).toBe('SDEX_NETWORK_RESET')
  expect(Object.values(all).map(({ records }) => records.length)).toEqual(told)
  for (const { hash } of ledgers.records) expect(known.has(hash)).toBe(true)
  const deadlineMs = clock.now() + 200_000
  for (const [name, watched] of Object.entries(all)) {
    while (!watched.shown.includes('SDEX_NETWORK_RESET')) {
      expect(clock.now(), `${name} is ${watched.shown}`).toBeLessThan(deadlineMs)
      await sleep(clock, 500)
    }
  }
  expect(Object.values(all).map(({ records }) => records.length)).toEqual(told)
  for (const watched of Object.values(all)) watched.stop()
})
