import { createDevnet } from '@sdex/devnet'
import { parseAmount, XLM } from '@sdex/primitives'
import { createHorizonClient } from '@sdex/transport'
import { filter, firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { type BalancesState, balanceOf, createBalances } from '../src/index.ts'
import { FEE, setStage } from './stage.ts'

test('behavior: balances follow offers and payments, and what is spendable is what the ledger lets one spend', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const { accountId, usd, offer, pay } = await setStage(net)
  await using client = createHorizonClient({ horizonUrl: net.url })
  await using live = createBalances(client, { accountId })
  const states: BalancesState[] = []
  live.balances$.subscribe((state) => states.push(state))
  const until = (condition: (state: BalancesState) => boolean): Promise<BalancesState> =>
    firstValueFrom(live.balances$.pipe(filter(condition)))
  const lumensOf = (state: BalancesState) => balanceOf(state, XLM)

  const before = await until(({ assets }) => assets.length === 2)
  expect(balanceOf(before, usd)).toMatchObject({
    total: parseAmount('500'),
    spendable: parseAmount('500'),
    reserve: 0n,
  })
  expect(before.minimumBalance).toBe(3n * before.baseReserve) // the account and its trustline

  await offer(XLM, usd, parseAmount('100'))
  await offer(usd, XLM, parseAmount('200'))
  const after = await until((state) => balanceOf(state, usd)?.lockedInOffers === parseAmount('200'))
  expect(after.minimumBalance).toBe(5n * after.baseReserve)
  expect(balanceOf(after, usd)).toMatchObject({ spendable: parseAmount('300'), incomingFromOffers: parseAmount('200') })
  const spent = (lumensOf(before)?.spendable ?? 0n) - (lumensOf(after)?.spendable ?? 0n)
  expect(spent).toBe(parseAmount('100') + 2n * after.baseReserve + 2n * FEE)

  const spendable = (lumensOf(after)?.spendable ?? 0n) - FEE
  expect(await pay(XLM, spendable + 1n)).toBe(false)
  const failed = await until((state) => (lumensOf(state)?.total ?? 0n) < (lumensOf(after)?.total ?? 0n))
  expect(await pay(XLM, (lumensOf(failed)?.spendable ?? 0n) - FEE)).toBe(true)
  expect(lumensOf(await until((state) => lumensOf(state)?.spendable === 0n))).toMatchObject({ shortfall: 0n })
  expect(new Set(states.map(({ ledger }) => ledger)).size).toBe(states.length)
})

test('behavior: while the server is away the balances stay and the status says so; when it is back both go on', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const { accountId, usd, pay } = await setStage(net)
  await using client = createHorizonClient({ horizonUrl: net.url })
  await using live = createBalances(client, { accountId })
  const states: BalancesState[] = []
  live.balances$.subscribe((state) => states.push(state))
  await firstValueFrom(live.balances$)
  await net.stopListening()
  await firstValueFrom(live.status$.pipe(filter(({ state }) => state === 'reconnecting')))
  await pay(usd, parseAmount('1'))
  expect(states).toHaveLength(1)
  await net.listen()
  await firstValueFrom(live.balances$.pipe(filter((state) => balanceOf(state, usd)?.total === parseAmount('499'))))
  await firstValueFrom(live.status$.pipe(filter(({ state }) => state === 'live')))
  expect(states).toHaveLength(2)
})
