import { expect, test } from 'vitest'
import { accountIdFromKey } from '../ledger/accountIds.ts'
import type { Entry, EntryChange } from '../ledger/entries.ts'
import { entryKey } from '../ledger/entries.ts'
import { newAccount } from '../operations/createAccount.ts'
import { sortChanges } from './sortChanges.ts'

const account = (first: number): Entry => newAccount(accountIdFromKey(new Uint8Array(32).fill(first)), 1n, 1)
const common = { sponsor: undefined, lastModifiedLedger: 1 } as const

test('behavior: accounts come before lines before data before balances before pools', () => {
  const owner = accountIdFromKey(new Uint8Array(32))
  const entries: readonly Entry[] = [
    {
      ...{ type: 'pool', id: '00'.repeat(32), assetA: 'native', assetB: `USD:${owner}`, reserveA: 1n, reserveB: 1n },
      ...{ totalShares: 1n, trustlineCount: 1n, ...common },
    },
    { type: 'data', accountId: owner, name: 'a', value: '', ...common },
    { type: 'poolShare', accountId: owner, poolId: '00'.repeat(32), balance: 0n, limit: 1n, ...common },
    account(9),
  ]
  const sorted = sortChanges(entries.map((after): EntryChange => ({ type: 'created', after })))
  expect(sorted.map((change) => change.type === 'created' && change.after.type)).toEqual([
    ...['account', 'poolShare', 'data', 'pool'],
  ])
})

test('behavior: accounts come by the bytes of their keys, which is not the order of their ids as text', () => {
  const accounts = [0x00, 0x34].map(account) // the second's id has a digit where the first's has a letter
  const sorted = sortChanges(accounts.toReversed().map((before): EntryChange => ({ type: 'removed', before })))
  const ids = sorted.map((change) => (change.type === 'removed' ? entryKey(change.before) : ''))
  expect(ids).toEqual(accounts.map(entryKey))
  expect(ids).not.toEqual(ids.toSorted())
})
