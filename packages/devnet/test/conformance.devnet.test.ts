import { systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Card, cardName } from '../src/conformance/card.ts'
import { allCards } from '../src/conformance/cards.ts'
import { ExpectationError } from '../src/conformance/errors.ts'
import { playCard, type Table } from '../src/conformance/playCard.ts'
import { createProbe } from '../src/conformance/probe.ts'
import { prepareStage } from '../src/conformance/stage/prepareStage.ts'
import { startOwnDevnet } from '../src/conformance/startOwnDevnet.ts'
import { createWire, type Wire } from '../src/conformance/wire.ts'
import type { Devnet } from '../src/index.ts'
import { breakages } from './conformance/breakages.ts'
import { type BreakingProxy, createProxy } from './conformance/proxy.ts'

let net: Devnet
let proxy: BreakingProxy
let wire: Wire
let table: Table & { readonly wire: Wire }

beforeAll(async () => {
  net = await startOwnDevnet()
  proxy = await createProxy(net.url)
  wire = createWire(new URL(proxy.url))
  const createKeypair = (): Keypair => Keypair.random()
  const base = { horizonUrl: proxy.url, wire, clock: systemClock, pollMs: 10, quietMs: 100, createKeypair }
  const stage = await prepareStage(createProbe({ ...base, signal: AbortSignal.timeout(20_000) }), createKeypair)
  table = { ...base, stage: () => stage, unmet: {} }
})
afterAll(async () => {
  await wire.close()
  await proxy.close()
  await net.close()
})
beforeEach(() => proxy.break(undefined))

const named = allCards.map((card) => [cardName(card.number), card] as const)

test('behavior: cards are numbered from 1 on, without a gap', () => {
  expect(allCards.map(({ number }) => number)).toEqual(allCards.map((_, index) => index + 1))
})

test('behavior: each card has a breakage, and each breakage a card', () => {
  expect(Object.keys(breakages)).toEqual(allCards.map(({ number }) => number.toString()))
})

test.each(named)('behavior: %s holds on devnet', async (_, card: Card) => {
  expect(await playCard(card, table)).toEqual({ status: 'passed' })
})

test.each(named)('error: %s notices a server that does otherwise', async (_, card: Card) => {
  proxy.break(breakages[card.number])
  const outcome = await playCard(card, table)
  expect(proxy.brokenCount, 'answers that were broken').toBeGreaterThan(0)
  expect(outcome).toMatchObject({ status: 'failed', error: expect.any(ExpectationError) })
})
