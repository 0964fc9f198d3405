import { Buffer } from 'node:buffer'
import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { at, type JsonObject, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { hasShape } from '../shape.ts'
import { MUXED_ID, type TransactionName } from '../stage/stage.ts'
import { TRANSACTION_SHAPE } from './transactions.ts'

const memos = 'Horizon: transaction resource, memo'
const bumps = 'Horizon: transaction resource, fee bump (CAP-15)'

/** A transaction of the stage, as the server now shows it. */
function shown({ read, stage }: Probe, name: TransactionName): Promise<JsonObject> {
  return read(`/transactions/${textAt(stage.transactions[name], 'hash')}`)
}

/** The memo members that are there. */
function memoOf(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name.startsWith('memo')))
}

/** Memos, preconditions, fee bumps and muxed addresses. */
export const envelopeCards: readonly Card[] = [
  {
    number: 190,
    title: 'a text memo comes before everything, with what is no UTF-8 replaced, and its bytes',
    source: memos,
    needs: 'stage',
    run: async (probe) => {
      const record = await shown(probe, 'text')
      same('first members', Object.keys(record).slice(0, 3), ['memo', 'memo_bytes', '_links'])
      const bytes = Buffer.from([0x3c, 0x26, 0x3e, 0x20, 0xff]).toString('base64')
      same('memo', memoOf(record), { memo: '<&> \ufffd', memo_bytes: bytes, memo_type: 'text' })
    },
  },
  {
    number: 191,
    title: 'signs that HTML would take for its own are escaped in a memo',
    source: 'Horizon: services/horizon/internal/render',
    needs: 'stage',
    run: async ({ get, stage }) => {
      const { text } = await get(`/transactions/${textAt(stage.transactions.text, 'hash')}`)
      same('beginning', text.split('\n')[1], '  "memo": "\\u003c\\u0026\\u003e \ufffd",')
    },
  },
  {
    number: 192,
    title: 'an id memo is a decimal number in quotes',
    source: memos,
    needs: 'stage',
    run: async (probe) => {
      same('memo', memoOf(await shown(probe, 'id')), { memo: '18446744073709551615', memo_type: 'id' })
    },
  },
  {
    number: 193,
    title: 'hash and return memos are base64',
    source: memos,
    needs: 'stage',
    run: async (probe) => {
      const bytes = (value: number): string => Buffer.alloc(32, value).toString('base64')
      same('hash', memoOf(await shown(probe, 'hash')), { memo: bytes(1), memo_type: 'hash' })
      same('return', memoOf(await shown(probe, 'return')), { memo: bytes(2), memo_type: 'return' })
    },
  },
  {
    number: 194,
    title: 'without a memo there is its type alone',
    source: memos,
    needs: 'stage',
    run: async (probe) => same('memo', memoOf(await shown(probe, 'plain')), { memo_type: 'none' }),
  },
  {
    number: 195,
    title: 'preconditions are shown as far as they are set, times and sequences as texts',
    source: 'Horizon: transaction resource, preconditions (CAP-21)',
    needs: 'stage',
    run: async (probe) => {
      same('preconditions', (await shown(probe, 'bounded'))['preconditions'], {
        timebounds: { min_time: '1', max_time: '4000000000' },
        ledgerbounds: { min_ledger: 1, max_ledger: 4_000_000_000 },
        min_account_sequence: '1',
        extra_signers: [probe.stage.parties.holder.id],
      })
    },
  },
  {
    number: 196,
    title: 'a time bound without an end has no max_time',
    source: 'Horizon: transaction resource, preconditions (CAP-21)',
    needs: 'stage',
    run: async (probe) => {
      same('preconditions', (await shown(probe, 'plain'))['preconditions'], { timebounds: { min_time: '0' } })
    },
  },
  {
    number: 197,
    title: 'a fee bump shows the sequence of the inner transaction, and the fees of the outer one',
    source: bumps,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const record = await read(`/transactions/${stage.hashes.outer}`)
      hasShape('transaction', record, TRANSACTION_SHAPE)
      const { maker, payer } = stage.parties
      const members = ['source_account', 'fee_account', 'max_fee', 'operation_count']
      same(
        'members',
        members.map((name) => record[name] ?? null),
        [maker.id, payer.id, '4000', 1],
      )
      holds('the fee is that of two operations', Number(record['fee_charged']) >= 200, record['fee_charged'])
    },
  },
  {
    number: 198,
    title: 'a fee bump has both hashes, and the signatures of each',
    source: bumps,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const record = await read(`/transactions/${stage.hashes.outer}`)
      const { inner, outer } = stage.hashes
      const hashes = ['hash', 'fee_bump_transaction.hash', 'inner_transaction.hash'].map((path) => textAt(record, path))
      same('hashes', hashes, [outer, outer, inner])
      same('signatures', at(record, 'signatures'), at(record, 'fee_bump_transaction.signatures'))
      same('max_fee of the inner', at(record, 'inner_transaction.max_fee'), '1000')
    },
  },
  {
    number: 199,
    title: 'a fee bump is found by the inner hash too, and then goes by it',
    source: bumps,
    needs: 'stage',
    run: async ({ read, stage, horizonUrl }) => {
      const record = await read(`/transactions/${stage.hashes.inner}`)
      const { inner, outer } = stage.hashes
      const paths = ['id', 'hash', '_links.self.href', 'fee_bump_transaction.hash']
      same(
        'hashes',
        paths.map((path) => textAt(record, path)),
        [inner, inner, `${horizonUrl}/transactions/${inner}`, outer],
      )
      same('signatures', at(record, 'signatures'), at(record, 'inner_transaction.signatures'))
    },
  },
  {
    number: 200,
    title: 'lists name a fee bump by the outer hash, for whoever pays it too',
    source: bumps,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { maker, payer } = stage.parties
      for (const { id } of [maker, payer]) {
        const hashes = textsAt(await records(`/accounts/${id}/transactions?limit=200`), 'hash')
        same(
          'hashes',
          [stage.hashes.outer, stage.hashes.inner].map((hash) => hashes.includes(hash)),
          [true, false],
        )
      }
    },
  },
  {
    number: 201,
    title: 'a muxed source is shown as the account, its M address and its id, for the fee too',
    source: 'Horizon: muxed accounts (CAP-27)',
    needs: 'stage',
    run: async (probe) => {
      const record = await shown(probe, 'muxed')
      const { id } = probe.stage.parties.taker
      const members = ['source_account', 'account_muxed_id', 'fee_account', 'fee_account_muxed_id']
      same(
        'members',
        members.map((name) => textAt(record, name)),
        [id, MUXED_ID, id, MUXED_ID],
      )
      same('M address', textAt(record, 'account_muxed').slice(0, 1), 'M')
      same('M address of the fee', record['fee_account_muxed'], record['account_muxed'])
    },
  },
]
