import { createScope, systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Card, cardName } from '../src/conformance/card.ts'
import { allCards } from '../src/conformance/cards.ts'
import { ExpectationError } from '../src/conformance/errors.ts'
import { playCard, type Table } from '../src/conformance/playCard.ts'
import { createProbe } from '../src/conformance/probe.ts'
import { prepareStage } from '../src/conformance/stage/prepareStage.ts'
import { startOwnServers } from '../src/conformance/startOwnServers.ts'
import { createWire, type Wire } from '../src/conformance/wire.ts'
import type { Breakage } from './conformance/breakage.ts'
import { breakages } from './conformance/breakages.ts'
import { type BreakingProxy, createProxy } from './conformance/proxy.ts'

const scope = createScope()
let proxies: readonly BreakingProxy[] = []
let table: Table & { readonly wire: Wire }

/** A proxy before a server, and connections to it. */
async function stand(url: string): Promise<{ readonly horizonUrl: string; readonly wire: Wire }> {
  const proxy = await createProxy(url)
  scope.add(proxy.close)
  proxies = [...proxies, proxy]
  const wire = createWire(new URL(proxy.url))
  scope.add(wire.close)
  return { horizonUrl: proxy.url, wire }
}

beforeAll(async () => {
  const own = await startOwnServers()
  scope.add(own.close)
  const createKeypair = (): Keypair => Keypair.random()
  const [server, limited] = [await stand(own.url), await stand(own.limitedUrl)]
  const base = {
    ...server,
    limited,
    clock: systemClock,
    pollMs: 10,
    quietMs: 100,
    waitsForLimits: false,
    createKeypair,
  }
  const stage = await prepareStage(createProbe({ ...base, signal: AbortSignal.timeout(20_000) }), createKeypair)
  table = { ...base, stage: () => stage, unmet: {} }
})
afterAll(scope.close)

function breakAll(breakage: Breakage | undefined): void {
  for (const proxy of proxies) proxy.break(breakage)
}
beforeEach(() => breakAll(undefined))

const named = allCards.map((card) => [cardName(card.number), card] as const)

test('behavior: each card has a breakage, and each breakage a card', () => {
  expect(Object.keys(breakages)).toEqual(allCards.map(({ number }) => number.toString()))
})

test.each(named)('behavior: %s holds on devnet', async (_, card: Card) => {
  expect(await playCard(card, table)).toEqual({ status: 'passed' })
})

test.each(named)('error: %s notices a server that does otherwise', async (_, card: Card) => {
  breakAll(breakages[card.number])
  const outcome = await playCard(card, table)
  const brokenCount = proxies.reduce((sum, proxy) => sum + proxy.brokenCount, 0)
  expect(brokenCount, 'answers that were broken').toBeGreaterThan(0)
  expect(outcome).toMatchObject({ status: 'failed', error: expect.any(ExpectationError) })
})
