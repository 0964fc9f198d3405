import { Asset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createParty } from '../../test/retold.ts'
import { createOperationReader } from './createOperationReader.ts'
import { historyOf } from './historyOf.ts'
import type { TransactionRow } from './rows.ts'

function threeTransactions(): readonly TransactionRow[] {
  const hand = createParty()
  const signed = ['alice', 'bob', 'carol'].map((name) =>
    hand.sign(name, [Operation.payment({ destination: hand.id('issuer'), asset: Asset.native(), amount: '1' })]),
  )
  return historyOf(hand.close(...signed)).transactions
}

test('behavior: what was derived is remembered, as many transactions as it is told, those used last', () => {
  const [first, second, third] = threeTransactions() as [TransactionRow, TransactionRow, TransactionRow]
  const reader = createOperationReader({ remembered: 2 })
  const [one, two] = [reader.operations(first), reader.operations(second)]
  expect(reader.operations(first)).toBe(one)
  reader.operations(third)
  expect(reader.operations(first)).toBe(one)
  expect(reader.operations(second)).not.toBe(two)
  expect(reader.operations(second)).toEqual(two)
})

test('behavior: effects are those of all operations of a transaction', () => {
  const [first] = threeTransactions() as [TransactionRow]
  const reader = createOperationReader({ remembered: 2 })
  expect(reader.effects(first).map(({ effect }) => effect.type)).toEqual(['account_credited', 'account_debited'])
  expect(reader.effects(first)).toBe(reader.effects(first))
})
