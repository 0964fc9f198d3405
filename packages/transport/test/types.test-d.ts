import type { Asset, Stroops } from '@sdex/primitives'
import { expectTypeOf, test } from 'vitest'
import { allAtOneLedger, type Effect, type HorizonClient, type Offer, type Operation, recordsOf } from '../src/index.ts'

const client = {} as HorizonClient

test('behavior: operations and effects narrow by their type', () => {
  const operation = {} as Operation
  if (operation.type === 'payment') expectTypeOf(operation.asset).toEqualTypeOf<Asset>()
  if (operation.type === 'manage_buy_offer') expectTypeOf(operation.offerId).toEqualTypeOf<bigint>()
  if (operation.type === 'other') expectTypeOf(operation.typeName).toEqualTypeOf<string>()
  const effect = {} as Effect
  if (effect.type === 'account_credited') expectTypeOf(effect.amount).toEqualTypeOf<Stroops>()
  // @ts-expect-error not every effect has an amount
  effect.amount
})

test('behavior: pages of a call are walked through as the records of that call', () => {
  expectTypeOf(recordsOf((page) => client.offers({ ...page }))).toEqualTypeOf<AsyncGenerator<Offer, void, undefined>>()
  expectTypeOf(allAtOneLedger((page) => client.offers({ ...page })))
    .resolves.toHaveProperty('value')
    .toEqualTypeOf<readonly Offer[]>()
  // @ts-expect-error history has no ledger to hold on to
  void allAtOneLedger((page) => client.trades({ ...page }))
})

test('error: conditions that exclude each other, or are missing, are type errors', () => {
  // @ts-expect-error accounts want one condition
  void client.accounts({})
  // @ts-expect-error reserves or an account
  void client.liquidityPools({ reserves: [], account: 'G' })
  // @ts-expect-error somewhere to send to
  void client.strictSendPaths({ sourceAsset: { type: 'native' }, sourceAmount: 1n })
  // @ts-expect-error a number, which may be rounded
  void client.offer(7)
})
