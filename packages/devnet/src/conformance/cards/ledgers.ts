import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { xdr } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { ascends, holds, same } from '../expectations.ts'
import { ledgerToken } from '../identifiers.ts'
import { at, textAt } from '../json.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: ledger resource'
const NEWEST = '/ledgers?order=desc&limit=5'

/** Ledgers and what they say of themselves. */
export const ledgerCards: readonly Card[] = [
  {
    number: 94,
    title: 'a ledger has its members in order',
    source: body,
    run: async ({ first }) =>
      hasShape(
        'ledger',
        await first(NEWEST),
        '_links{self{} transactions{} operations{} payments{} effects{}} id paging_token"#" hash prev_hash? sequence# ' +
          'successful_transaction_count# failed_transaction_count#~ operation_count# tx_set_operation_count#~ closed_at@ ' +
          'total_coins$ fee_pool$ base_fee_in_stroops# base_reserve_in_stroops# max_tx_set_size# protocol_version# header_xdr',
      ),
  },
  {
    number: 95,
    title: 'the id of a ledger is its hash, that of its header',
    source: body,
    run: async ({ first }) => {
      const ledger = await first(NEWEST)
      const hash = createHash('sha256')
        .update(Buffer.from(textAt(ledger, 'header_xdr'), 'base64'))
        .digest('hex')
      same('id and hash', [at(ledger, 'id') ?? '', at(ledger, 'hash') ?? ''], [hash, hash])
    },
  },
  {
    number: 96,
    title: 'a ledger names the hash of the one before it',
    source: body,
    run: async ({ records }) => {
      const [newer, older] = await records(NEWEST)
      same('prev_hash', at(newer, 'prev_hash'), at(older, 'hash'))
    },
  },
  {
    number: 97,
    title: 'the token of a ledger is its sequence in the upper half',
    source: 'Horizon: total order ids (SEP-35)',
    run: async ({ first }) => {
      const ledger = await first(NEWEST)
      same('paging_token', at(ledger, 'paging_token'), ledgerToken(Number(at(ledger, 'sequence'))).toString())
    },
  },
  {
    number: 98,
    title: 'close times do not fall, and sequences have no gap',
    source: body,
    run: async ({ records }) => {
      const ledgers = (await records('/ledgers?order=desc&limit=20')).toReversed()
      ascends(
        'closed_at',
        ledgers.map((ledger) => textAt(ledger, 'closed_at')),
      )
      const start = Number(at(ledgers[0], 'sequence'))
      same(
        'sequences',
        ledgers.map((ledger) => at(ledger, 'sequence') ?? 0),
        ledgers.map((_, index) => start + index),
      )
    },
  },
  {
    number: 99,
    title: 'fees, reserve, version and coins are those of the header',
    source: body,
    run: async ({ first }) => {
      const ledger = await first(NEWEST)
      const header = xdr.LedgerHeader.fromXDR(textAt(ledger, 'header_xdr'), 'base64')
      const fields = [
        'base_fee_in_stroops',
        'base_reserve_in_stroops',
        'max_tx_set_size',
        'protocol_version',
        'sequence',
      ]
      const { baseFee, baseReserve, maxTxSetSize, ledgerVersion, ledgerSeq } = header
      same(
        'numbers',
        fields.map((name) => at(ledger, name) ?? 0),
        [baseFee, baseReserve, maxTxSetSize, ledgerVersion, ledgerSeq],
      )
      same('total_coins', textAt(ledger, 'total_coins').replace('.', ''), header.totalCoins.toString())
    },
  },
  {
    number: 100,
    title: 'a ledger links to itself, and to its children as pages',
    source: body,
    run: async ({ first, horizonUrl }) => {
      const ledger = await first(NEWEST)
      const self = `${horizonUrl}/ledgers/${textAt(ledger, 'sequence')}`
      same('self', at(ledger, '_links.self'), { href: self })
      for (const name of ['transactions', 'operations', 'payments', 'effects']) {
        same(name, at(ledger, `_links.${name}`), { href: `${self}/${name}{?cursor,limit,order}`, templated: true })
      }
    },
  },
  {
    number: 101,
    title: 'a ledger alone is what the list shows of it',
    source: body,
    run: async ({ first, read }) => {
      const ledger = await first(NEWEST)
      same('ledger', await read(`/ledgers/${textAt(ledger, 'sequence')}`), ledger)
    },
  },
  {
    number: 102,
    title: 'a failed transaction counts as failed, and its operations in the set alone',
    source: 'Horizon: ledger counts',
    needs: 'stage',
    run: async ({ read, stage, records }) => {
      const sequence = textAt(await read(`/transactions/${stage.hashes.failed}`), 'ledger')
      const ledger = await read(`/ledgers/${sequence}`)
      const all = await records(`/ledgers/${sequence}/transactions?include_failed=true&limit=200`)
      const count = (isSuccessful: boolean): number =>
        all.filter((record) => at(record, 'successful') === isSuccessful).length
      const operations = (rows: typeof all): number =>
        rows.reduce<number>((sum, row) => sum + Number(at(row, 'operation_count')), 0)
      holds('one failed', count(false) > 0, count(false))
      same(
        'counts',
        ['successful_transaction_count', 'failed_transaction_count', 'operation_count', 'tx_set_operation_count'].map(
          (name) => at(ledger, name) ?? 0,
        ),
        [count(true), count(false), operations(all.filter((row) => at(row, 'successful') === true)), operations(all)],
      )
    },
  },
]
