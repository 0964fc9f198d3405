import { createDevnet, type Devnet } from '@sdex/devnet'
import { isSdexError, seededRandom, sleep } from '@sdex/primitives'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHorizonClient } from '../../src/createHorizonClient.ts'
import type { HorizonClient } from '../../src/types/client.ts'
import { watch } from '../fakeStreams.ts'
import { type Address, startAddress } from './address.ts'
import { callKinds, TIMEOUT_MS } from './callKinds.ts'
import { type FaultStage, setFaultStage } from './faultStage.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'two servers' })
})
afterAll(() => stage[Symbol.asyncDispose]())

function connect(urls: readonly string[], options: { readonly networkPassphrase?: string } = {}): HorizonClient {
  const { clock } = stage
  const endpoints = urls.map((horizonUrl) => ({ horizonUrl }))
  return createHorizonClient({ clock, random: seededRandom(1), requestTimeoutMs: TIMEOUT_MS, endpoints, ...options })
}

/** A server of the same chain that stays where it is now. */
function startFrozen(): Promise<Devnet> {
  return stage.net.snapshot().fork({ ledgerMs: 'manual' })
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const { clock } = stage
  const deadlineMs = clock.now() + 200_000
  while (!isSo()) {
    expect(clock.now(), what).toBeLessThan(deadlineMs)
    await sleep(clock, 500)
  }
}

/** The codes of what a call is refused by, made so many times. */
async function refusals(call: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const codes = new Set<string>()
  for (let count = 0; count < 8; count += 1) {
    try {
      await call()
      codes.add('answered')
    } catch (error) {
      codes.add(isSdexError(error) ? error.code : String(error))
    }
    await sleep(stage.clock, 1_000)
  }
  return codes
}

test('behavior: everything moves off a server whose ledger stands still, without gap or repeat', async () => {
  stage.setTrading(true)
  await using frozen = await startFrozen()
  await using far = await startAddress(stage.net.url)
  far.delayMs = 50 // a second of theirs: by latency nothing would ever go there
  await using client = connect([frozen.url, far.url])
  const calls = callKinds.map((start) => start({ stage, client, row: 'a frozen server', booksStepBack: false }))
  await Promise.all(calls.map((call) => call.ready()))
  await stage.ledgers(8)
  stage.setTrading(false)
  await stage.ledgers(3)
  const { ledger } = stage.net
  await Promise.all(calls.map((call) => call.work(() => true)))
  await Promise.all(calls.map((call) => call.finish(ledger)))
})

test('behavior: what was just written is read from the server that has it, or waited for', async () => {
  await using frozen = await startFrozen()
  await using client = connect([frozen.url, stage.net.url])
  const { net, taker, clock } = stage
  expect((await client.account(taker)).ledger).toBe(frozen.ledger)
  await stage.ledgers(2)
  const minLedger = net.ledger
  expect((await client.account(taker, { minLedger })).ledger).toBeGreaterThanOrEqual(minLedger)
  const later = net.ledger + 2
  expect((await client.account(taker, { minLedger: later })).ledger).toBeGreaterThanOrEqual(later)
  const startMs = clock.now()
  const never = client.account(taker, { minLedger: 1_000_000, timeoutMs: 6_000 })
  await expect(never).rejects.toMatchObject({ code: 'SDEX_TIMEOUT' })
  expect(clock.now() - startMs).toBeLessThan(TIMEOUT_MS)
})

test('error: a server of another network is asked for nothing but its name, and sent nothing', async () => {
  await using other = await createDevnet({ passphrase: 'Another one', clock: stage.clock, ledgerMs: 4_000 })
  await using wrong = await startAddress(other.url)
  await using only = connect([wrong.url], { networkPassphrase: stage.net.passphrase })
  expect(await refusals(() => only.orderBook(stage.market))).toEqual(new Set(['SDEX_WRONG_NETWORK']))
  await expect(only.submit(stage.payment(60_000).envelopeXdr)).rejects.toMatchObject({ code: 'SDEX_WRONG_NETWORK' })
  await using right = await startAddress(stage.net.url)
  await using both = connect([right.url, wrong.url])
  const watched = watch(both.ledgerStream())
  await until(() => watched.shown === 'live', 'it begins')
  right.kill()
  const codes = await refusals(() => both.orderBook(stage.market))
  expect(codes.has('answered')).toBe(false)
  await stage.ledgers(3)
  right.revive()
  const { ledger } = stage.net
  await until(() => (watched.records.at(-1)?.sequence ?? 0) > ledger, 'it goes on at the right one')
  checkLedgers(watched.records)
  expect(onlyIdentity(wrong)).toEqual([])
  expect(wrong.posts).toEqual([])
})

test('error: a server whose chain went on differently is refused, and no call is answered by it', async () => {
  stage.setTrading(true)
  await using fork = await stage.net.snapshot().fork({ ledgerMs: 4_000 })
  await using reset = await startAddress(fork.url)
  await using right = await startAddress(stage.net.url)
  await using client = connect([right.url, reset.url])
  const watched = watch(client.ledgerStream())
  const books = watch(client.orderBookStream(stage.market))
  await until(() => watched.shown === 'live' && books.records.length > 0, 'it begins')
  await stage.ledgers(3)
  right.kill()
  const told = books.records.length
  const codes = await refusals(() => client.orderBook(stage.market))
  expect(codes.has('answered')).toBe(false)
  await stage.ledgers(3)
  expect(books.records.length).toBe(told)
  right.revive()
  const { ledger } = stage.net
  await until(() => (watched.records.at(-1)?.sequence ?? 0) > ledger, 'it goes on at the right one')
  checkLedgers(watched.records)
  // Looked at before the chains parted it may be asked for ledgers once more: their hashes tell whose they are.
  expect(onlyIdentity(reset).filter((one) => !one.startsWith('GET /ledgers?'))).toEqual([])
  const anchor = client.anchor()
  await until(() => fork.ledger > (anchor?.sequence ?? 0), 'the other chain has a ledger of that number')
  await using anew = createHorizonClient({
    ...{ horizonUrl: reset.url, clock: stage.clock, requestTimeoutMs: TIMEOUT_MS },
    anchor,
  })
  expect(await refusals(() => anew.orderBook(stage.market))).toEqual(new Set(['SDEX_NETWORK_RESET']))
})

function checkLedgers(records: readonly { readonly sequence: number; readonly hash: string }[]): void {
  const first = records[0]?.sequence ?? 0
  const all = [...stage.truth.values()].filter(({ sequence }) => sequence >= first).slice(0, records.length)
  expect(records.map(({ sequence, hash }) => `${sequence} ${hash}`)).toEqual(
    all.map(({ sequence, hash }) => `${sequence} ${hash}`),
  )
}

/** What it was asked for besides who it is. */
function onlyIdentity({ asked }: Address): readonly string[] {
  return asked.filter((one) => !/^GET \/(?:ledgers\/\d+)?$/.test(one))
}
