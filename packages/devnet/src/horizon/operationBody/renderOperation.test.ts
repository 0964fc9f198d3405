import { Asset, Memo, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createParty, keys, ORIGIN, operationRows, sent } from '../../../test/retold.ts'
import { renderOperation } from './renderOperation.ts'

const xlm = Asset.native()

test('behavior: what all operations begin with', () => {
  const hand = createParty()
  const rows = operationRows(hand.close(hand.sign('alice', [Operation.bumpSequence({ bumpTo: '1' })])))
  const [row] = rows.map((operation) => sent(renderOperation(operation, { origin: ORIGIN, joinsTransactions: false })))
  expect(keys(row)).toBe(
    '_links id paging_token transaction_successful source_account type type_i created_at transaction_hash bump_to',
  )
  const id = rows[0]?.position.toString()
  expect(row).toMatchObject({
    _links: {
      self: { href: `${ORIGIN}/operations/${id}` },
      transaction: { href: `${ORIGIN}/transactions/${rows[0]?.transaction.hash}` },
      effects: { href: `${ORIGIN}/operations/${id}/effects` },
      succeeds: { href: `${ORIGIN}/effects?order=desc&cursor=${id}` },
      precedes: { href: `${ORIGIN}/effects?order=asc&cursor=${id}` },
    },
    ...{ id, paging_token: id, transaction_successful: true, source_account: hand.id('alice') },
    ...{ type: 'bump_sequence', type_i: 11, created_at: '2027-01-15T08:00:10Z', bump_to: '1' },
  })
})

test('behavior: a transaction that is joined stands before the sponsor, its memo first', () => {
  const hand = createParty()
  const [row] = operationRows(
    hand.close(hand.sign('alice', [Operation.bumpSequence({ bumpTo: '1' })], { memo: Memo.text('hi') })),
  )
  const body = row === undefined ? {} : sent(renderOperation(row, { origin: ORIGIN, joinsTransactions: true }))
  expect(keys(body)).toContain(' transaction_hash transaction bump_to')
  expect(keys(body['transaction'])).toMatch(/^memo memo_bytes _links id /)
})

test('behavior: a fee bump shows the operations of the transaction in it, under its own hash', () => {
  const hand = createParty()
  const inner = hand.build('alice', [Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '1' })])
  inner.sign(hand.key('alice'))
  const bump = TransactionBuilder.buildFeeBumpTransaction(hand.key('carol'), '1000', inner, hand.passphrase)
  bump.sign(hand.key('carol'))
  const decoded = hand.decode(bump.toXDR())
  const [row] = operationRows(hand.close(decoded))
  expect(row?.result?.type).toBe(1)
  expect(row?.participants.toSorted()).toEqual([hand.id('alice'), hand.id('bob')].toSorted())
  expect(row && renderOperation(row, { origin: ORIGIN, joinsTransactions: false })['transaction_hash']).toBe(
    decoded.hash,
  )
})
