import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createStage, operationsOf } from '../../test/stage.ts'
import { encodeResultMeta, resultMeta } from './resultMeta.ts'

function setStage(protocol = 28): ReturnType<typeof createStage> & ReturnType<typeof operationsOf> {
  const stage = createStage({ ledgerVersion: protocol })
  for (const name of ['issuer', 'maker', 'taker']) stage.account(name)
  for (const name of ['maker', 'taker']) stage.line(name, 'USD', { balance: 1_000n })
  return { ...stage, ...operationsOf(stage) }
}

/** The kinds of changes, an entry before its change aside. */
const kinds = (changes: readonly { readonly type: string }[]): string => changes.map(({ type }) => type).join(' ')

test('behavior: the sequence number changes first, then each operation has what it changed, from where the one before left it', () => {
  const stage = setStage()
  const { applied } = stage.run('taker', stage.pay('maker', 'XLM', 5n), stage.pay('maker', 'XLM', 7n))
  const { before, operations } = resultMeta(applied, 28)
  const [sequence] = before.map((change) => (change.type === 'updated' ? [change.before, change.after] : []))
  expect(sequence).toMatchObject([
    { sequence: 9n << 32n },
    { accountId: stage.id('taker'), sequence: (9n << 32n) + 1n },
  ])
  const balances = operations.map((changes) =>
    changes.flatMap((change) => (change.type === 'updated' && change.after.type === 'account' ? [change.after] : [])),
  )
  const paid = balances.map((accounts) => accounts.find(({ accountId }) => accountId === stage.id('maker'))?.balance)
  expect(paid).toEqual([10_000_000_005n, 10_000_000_012n])
})

test('behavior: a failed transaction changes nothing but its sequence number', () => {
  const stage = setStage()
  const { applied } = stage.run('taker', stage.pay('maker', 'XLM', 5n), stage.pay('maker', 'XLM', 10n ** 12n))
  expect(applied.isSuccessful).toBe(false)
  const { before, operations } = resultMeta(applied, 28)
  expect([kinds(before), operations]).toEqual(['updated', []])
})

test('behavior: an offer is created, taken and removed', () => {
  const stage = setStage()
  const made = stage.run('maker', stage.sell('USD', 'XLM', 100n, [1, 1]))
  const [offerMade] = resultMeta(made.applied, 28).operations
  expect(kinds(offerMade ?? [])).toContain('created')
  const taken = stage.run('taker', stage.sell('XLM', 'USD', 100n, [1, 1]))
  const [offerTaken] = resultMeta(taken.applied, 28).operations
  expect(kinds(offerTaken ?? [])).toContain('removed')
})

test.each([
  [28, 4],
  [22, 3],
  [19, 2],
])('behavior: protocol %i writes version %i, which reads back', (protocol, version) => {
  const stage = setStage(protocol)
  const { applied } = stage.run('taker', stage.pay('maker', 'XLM', 5n))
  const bytes = Buffer.from(encodeResultMeta(resultMeta(applied, protocol)), 'base64')
  const meta = xdr.TransactionMeta.schema.decode(bytes)
  expect(meta.v).toBe(version)
  const content = meta.v === 4 ? meta.v4 : meta.v === 3 ? meta.v3 : meta.v === 2 ? meta.v2 : undefined
  expect(content?.txChangesBefore.map(({ type }) => type)).toEqual([3, 1])
  expect(content?.operations.map(({ changes }) => changes.map(({ type }) => type))).toEqual([[3, 1, 3, 1]])
})
