import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVirtualClock } from '@sdex/testkit'
import { Asset, Horizon } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createDevnet, InvalidEnvelopeError } from '../src/index.ts'
import { openEvents } from './events.ts'
import { createParty, sell } from './party.ts'

const xlm = Asset.native()
/** A loaded machine takes its time. */
const patient = { timeout: 10_000 }

test('behavior: a delayed submission gets to the queue although its client has left', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  await using net = await createDevnet({ ledgerMs: 'manual', submissionDelayMs: 150, clock })
  const party = createParty(net, new Horizon.Server(net.url, { allowHttp: true }), 'hasty')
  await Promise.all([net.fund({ accountId: party.id }), net.closeLedger()])
  const transaction = await party.sign(sell(xlm, new Asset('USD', party.id), { amount: '1', price: '2' }))
  const gone = new AbortController()
  const body = new URLSearchParams({ tx: transaction.toXDR() })
  const asked = fetch(`${net.url}/transactions`, { method: 'POST', body, signal: gone.signal })
  await expect.poll(() => clock.timerCount, patient).toBe(1) // it is on its way
  gone.abort()
  await expect(asked).rejects.toThrow()
  await clock.advance(149)
  expect((await net.closeLedger()).transactions).toEqual([])
  await clock.advance(1)
  expect((await net.closeLedger()).transactions).toMatchObject([{ isSuccessful: true }])
  expect(net.offersOf(party.id)).toHaveLength(1)
})

test('behavior: the listener dies with its streams and comes back on the same port, while ledgers go on', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  await using events = await openEvents(`${net.url}/ledgers?cursor=now`)
  expect(await events.next()).toMatchObject({ event: 'open' })
  await net.stopListening()
  await expect(events.next()).rejects.toThrow()
  await expect(fetch(net.url)).rejects.toThrow()
  const missed = await net.closeLedger()
  await net.listen()
  await net.listen()
  const response = await fetch(`${net.url}/ledgers/${missed.sequence}`)
  expect(await response.json()).toMatchObject({ hash: missed.hash })
})

test('behavior: with the cadence of Horizon, streams look every five seconds and find several ledgers', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  await using net = await createDevnet({ ledgerMs: 2_000, cadence: 'horizon', clock })
  await using events = await openEvents(`${net.url}/ledgers?limit=3&cursor=${1n << 32n}`)
  await clock.advance(4_900)
  await clock.advance(5_200)
  const [, ...records] = await events.rest()
  expect(records.slice(0, -1).map(({ id }) => BigInt(id ?? 0) >> 32n)).toEqual([2n, 3n, 4n])
})

test('error: a synchronous submission that no ledger takes ends after 30 s, by the clock of the network', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  await using net = await createDevnet({ ledgerMs: 'manual', clock })
  const horizon = new Horizon.Server(net.url, { allowHttp: true })
  const party = createParty(net, horizon, 'alone')
  await Promise.all([net.fund({ accountId: party.id }), net.closeLedger()])
  const transaction = await party.sign(sell(xlm, new Asset('USD', party.id), { amount: '1', price: '1' }))
  const body = new URLSearchParams({ tx: transaction.toXDR() })
  const asked = fetch(`${net.url}/transactions`, { method: 'POST', body })
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  await clock.advance(30_000)
  const response = await asked
  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({
    type: 'https://stellar.org/horizon-errors/transaction_submission_timeout',
    extras: { envelope_xdr: transaction.toXDR(), hash: Buffer.from(transaction.hash()).toString('hex') },
  })
})

test('error: a closed network refuses everything, and what waits is told', async () => {
  const net = await createDevnet({ ledgerMs: 'manual' })
  const accountId = createParty(net, new Horizon.Server(net.url, { allowHttp: true }), 'late').id
  const funded = net.fund({ accountId })
  const refused = expect(funded).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  await net.close()
  await net.close()
  await refused
  await expect(net.closeLedger()).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  await expect(net.fund({ accountId })).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  await expect(net.listen()).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
})

test('behavior: closing with requests under way is no fault of the server', async () => {
  const errors: unknown[] = []
  const clock = createVirtualClock(1_800_000_000_000)
  const onError = (error: unknown): void => void errors.push(error)
  const net = await createDevnet({ ledgerMs: 'manual', submissionDelayMs: 60_000, clock, onError })
  const horizon = new Horizon.Server(net.url, { allowHttp: true })
  const party = createParty(net, horizon, 'early')
  const transaction = await party.sign(sell(xlm, new Asset('USD', party.id), { amount: '1', price: '1' }))
  const form = { method: 'POST', body: new URLSearchParams({ tx: transaction.toXDR() }) }
  // Of two requests for the same account one waits, and the other is refused once it does.
  const fundings = [1, 2].map(() => fetch(`${net.url}/friendbot?addr=${party.id}`))
  const ended = Promise.allSettled([...fundings, fetch(`${net.url}/transactions`, form)])
  expect((await Promise.race(fundings)).status).toBe(400)
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  await net.close()
  expect((await ended).filter(({ status }) => status === 'rejected')).toHaveLength(2)
  expect(errors).toEqual([])
  expect(clock.timerCount).toBe(0)
})

test('error: options out of range and a port in use are refused at once', async () => {
  await expect(createDevnet({ port: -1 })).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION', input: -1 })
  await expect(createDevnet({ ledgerMs: 0.5 })).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
  await expect(createDevnet({ cadence: 'never' as 'horizon' })).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
  const dataFolder = join(tmpdir(), 'sdex-devnet-never-made')
  const options = { dataFolder, rateLimit: { burst: -1 } }
  await expect(createDevnet(options)).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
  expect(existsSync(dataFolder)).toBe(false)
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const port = Number(new URL(net.url).port)
  await expect(createDevnet({ port })).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: EADDRINUSE.`)
})

test('error: a text that is no envelope is refused', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  expect(() => net.submit('rubbish')).toThrow(InvalidEnvelopeError)
})
