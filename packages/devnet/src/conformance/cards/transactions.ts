import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { Card } from '../card.ts'
import { holds, matches, same } from '../expectations.ts'
import { ledgerToken } from '../identifiers.ts'
import { at, listAt, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: transaction resource'
const list = 'Horizon: GET /transactions'

/** Of every transaction, the memo first. */
export const TRANSACTION_SHAPE: string =
  'memo? memo_bytes? _links{self{} account{} ledger{} operations{} effects{} precedes{} succeeds{} transaction{}} id ' +
  'paging_token"#" successful! hash ledger# created_at@ source_account account_muxed? account_muxed_id"#"? ' +
  'source_account_sequence"#" fee_account fee_account_muxed? fee_account_muxed_id"#"? fee_charged"#" max_fee"#" ' +
  'operation_count# envelope_xdr result_xdr result_meta_xdr? fee_meta_xdr memo_type signatures[] preconditions{}? ' +
  'fee_bump_transaction{hash signatures[]}? inner_transaction{hash signatures[] max_fee"#"}?'

/** Transactions, plain ones. */
export const transactionCards: readonly Card[] = [
  {
    number: 178,
    title: 'a transaction has its members in order',
    source: body,
    run: async ({ records, first }) => {
      await first('/transactions?limit=1')
      for (const record of await records('/transactions?limit=30&order=desc&include_failed=true')) {
        hasShape('transaction', record, TRANSACTION_SHAPE)
      }
    },
  },
  {
    number: 179,
    title: 'a transaction links to itself twice, its account, ledger, lists, and its neighbours by token',
    source: body,
    run: async ({ first, horizonUrl }) => {
      const record = await first('/transactions?limit=1&order=desc')
      const [self, token] = [`${horizonUrl}/transactions/${textAt(record, 'hash')}`, textAt(record, 'paging_token')]
      const list = (name: string): { href: string; templated: boolean } => ({
        href: `${self}/${name}{?cursor,limit,order}`,
        templated: true,
      })
      same('links', at(record, '_links'), {
        self: { href: self },
        account: { href: `${horizonUrl}/accounts/${textAt(record, 'source_account')}` },
        ledger: { href: `${horizonUrl}/ledgers/${textAt(record, 'ledger')}` },
        operations: list('operations'),
        effects: list('effects'),
        precedes: { href: `${horizonUrl}/transactions?order=asc&cursor=${token}` },
        succeeds: { href: `${horizonUrl}/transactions?order=desc&cursor=${token}` },
        transaction: { href: self },
      })
    },
  },
  {
    number: 180,
    title: 'the id of a transaction is its hash, by which it is found',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { plain } = stage.transactions
      same('id', plain['id'], plain['hash'])
      const { result_meta_xdr: _, ...alone } = await read(`/transactions/${textAt(plain, 'hash')}`)
      const { result_meta_xdr: __, ...answered } = plain
      same('record', alone, answered)
    },
  },
  {
    number: 181,
    title: 'the token of a transaction is its ledger and its place there, in steps of an operation count',
    source: 'Horizon: total order ids (SEP-35)',
    run: async ({ first, records }) => {
      const newest = await first('/transactions?limit=1&order=desc')
      const all = await records(`/ledgers/${textAt(newest, 'ledger')}/transactions?include_failed=true&limit=200`)
      const start = ledgerToken(Number(at(newest, 'ledger')))
      same(
        'tokens',
        textsAt(all, 'paging_token'),
        all.map((_, index) => (start + (BigInt(index + 1) << 12n)).toString()),
      )
    },
  },
  {
    number: 182,
    title: 'the sequence is the one that the transaction used up, and fees are texts',
    source: body,
    needs: 'stage',
    run: async ({ stage, read }) => {
      const { holder } = stage.parties
      const record = await read(`/transactions/${textAt(stage.transactions.plain, 'hash')}`)
      same('sequence', at(record, 'source_account_sequence'), at(await read(`/accounts/${holder.id}`), 'sequence'))
      const { feeCharged } = xdr.TransactionResult.fromXDR(textAt(record, 'result_xdr'), 'base64')
      same('fees', [at(record, 'fee_charged') ?? '', at(record, 'max_fee') ?? ''], [feeCharged.toString(), '1000'])
    },
  },
  {
    number: 183,
    title: 'the signatures are the bytes of each, in the order of the envelope',
    source: body,
    needs: 'stage',
    run: async ({ stage, read }) => {
      const record = await read(`/transactions/${textAt(stage.transactions.sponsoring, 'hash')}`)
      const signatures = listAt(record, 'signatures')
      same('how many', signatures.length, 2)
      for (const signature of signatures) matches('signature', signature, /^[A-Za-z0-9+/]{86}==$/)
      const [first] = signatures
      const envelope = Buffer.from(textAt(record, 'envelope_xdr'), 'base64')
      const last = envelope.subarray(-136).subarray(0, 64).toString('base64') // two of 4 bytes hint, 4 length, 64 signature
      same('first', first, last)
    },
  },
  {
    number: 184,
    title: 'the operation count is that of the envelope',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      same('failed', at(await read(`/transactions/${stage.hashes.failed}`), 'operation_count'), 2)
      same('trades', at(stage.transactions.trades, 'operation_count'), 3)
    },
  },
  {
    number: 185,
    title: 'failed transactions are listed only when asked for',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const path = `/accounts/${stage.parties.provider.id}/transactions?limit=200`
      const { failed } = stage.hashes
      same('without', textsAt(await records(path), 'hash').includes(failed), false)
      const all = await records(`${path}&include_failed=true`)
      same(
        'with',
        all.filter((row) => at(row, 'successful') === false).map((row) => textAt(row, 'hash')),
        [failed],
      )
    },
  },
  {
    number: 186,
    title: 'a failed transaction is found by its hash',
    source: 'Horizon: GET /transactions/{hash}',
    needs: 'stage',
    run: async ({ read, stage }) => {
      const record = await read(`/transactions/${stage.hashes.failed}`)
      same('successful', at(record, 'successful'), false)
      const { result } = xdr.TransactionResult.fromXDR(textAt(record, 'result_xdr'), 'base64')
      holds('the result says so', JSON.stringify(result.toJson()).includes('tx_failed'), textAt(record, 'result_xdr'))
    },
  },
  {
    number: 187,
    title: 'a transaction that nobody knows is not found',
    source: 'Horizon: GET /transactions/{hash}',
    run: async ({ get }) => isProblem(await get(`/transactions/${'0'.repeat(64)}`), NOT_FOUND),
  },
  {
    number: 188,
    title: 'the transactions of a ledger are those that it holds',
    source: 'Horizon: GET /ledgers/{n}/transactions',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { ledger, hash } = stage.transactions.plain
      const rows = await records(`/ledgers/${String(ledger)}/transactions?limit=200`)
      holds('it is there', textsAt(rows, 'hash').includes(String(hash)), textsAt(rows, 'hash'))
      same(
        'ledgers',
        rows.map((row) => at(row, 'ledger') ?? 0),
        rows.map(() => ledger ?? 0),
      )
    },
  },
  {
    number: 189,
    title: 'whom a transaction pays finds it too, and a maker whose offer it takes does not',
    source: 'Horizon: participants of a transaction',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const of = async (id: string): Promise<readonly string[]> =>
        textsAt(await records(`/accounts/${id}/transactions?limit=200`), 'hash')
      const hash = textAt(stage.transactions.trades, 'hash')
      const { payer, maker } = stage.parties
      same('found', [(await of(payer.id)).includes(hash), (await of(maker.id)).includes(hash)], [true, false])
    },
  },
]
