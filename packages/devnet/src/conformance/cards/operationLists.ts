import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, isObject, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'
import { OPERATION_PREFIX, operationOf } from './operations.ts'

const list = 'Horizon: GET /operations'
const body = 'Horizon: operation resource'
const participants = 'Horizon: participants of an operation'

/** Which operations there are, and who sees them. */
export const operationListCards: readonly Card[] = [
  {
    number: 320,
    title: 'operations of all kinds begin with the same members',
    source: body,
    run: async ({ records, first }) => {
      await first('/operations?limit=1')
      const names: readonly string[] = OPERATION_PREFIX.match(/[a-z_]+/g) ?? []
      for (const operation of await records('/operations?limit=100&order=desc')) {
        const own = isObject(operation) ? Object.entries(operation).filter(([name]) => names.includes(name)) : []
        hasShape('operation', Object.fromEntries(own), OPERATION_PREFIX)
        same('first member', Object.keys(operation ?? {})[0], '_links')
      }
    },
  },
  {
    number: 321,
    title: 'an operation links to itself, its transaction and its effects, and by its token to effects around it',
    source: body,
    run: async ({ first, horizonUrl }) => {
      const operation = await first('/operations?limit=1&order=desc')
      const id = textAt(operation, 'id')
      same('links', at(operation, '_links'), {
        self: { href: `${horizonUrl}/operations/${id}` },
        transaction: { href: `${horizonUrl}/transactions/${textAt(operation, 'transaction_hash')}` },
        effects: { href: `${horizonUrl}/operations/${id}/effects` },
        succeeds: { href: `${horizonUrl}/effects?order=desc&cursor=${id}` },
        precedes: { href: `${horizonUrl}/effects?order=asc&cursor=${id}` },
      })
    },
  },
  {
    number: 322,
    title: 'the id of an operation is that of its transaction and its place, from 1 on',
    source: 'Horizon: total order ids (SEP-35)',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { trades } = stage.transactions
      const ids = textsAt(await records(`/transactions/${textAt(trades, 'hash')}/operations`), 'id')
      const token = BigInt(textAt(trades, 'paging_token'))
      same(
        'ids',
        ids,
        [1n, 2n, 3n].map((place) => (token + place).toString()),
      )
    },
  },
  {
    number: 323,
    title: 'an operation is found by its id',
    source: 'Horizon: GET /operations/{id}',
    needs: 'stage',
    run: async (probe) => {
      const operation = await operationOf(probe, { transaction: 'plain', index: 0 })
      same('operation', await probe.read(`/operations/${textAt(operation, 'id')}`), operation)
    },
  },
  {
    number: 324,
    title: 'an operation that never was is not found',
    source: 'Horizon: GET /operations/{id}',
    run: async ({ get, first }) => {
      const newest = await first('/operations?limit=1&order=desc')
      isProblem(await get(`/operations/${BigInt(textAt(newest, 'id')) + 4_000n}`), NOT_FOUND)
    },
  },
  {
    number: 325,
    title: 'the operations of a failed transaction are shown with it, and elsewhere only when asked for',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { failed } = stage.hashes
      const own = await records(`/transactions/${failed}/operations`)
      same(
        'with it',
        own.map((row) => at(row, 'transaction_successful') ?? null),
        [false, false],
      )
      const path = `/accounts/${stage.parties.provider.id}/operations?limit=200&order=desc`
      const without = textsAt(await records(path), 'transaction_hash')
      const all = textsAt(await records(`${path}&include_failed=true`), 'transaction_hash')
      same('elsewhere', [without.includes(failed), all.includes(failed)], [false, true])
    },
  },
  {
    number: 326,
    title: 'operations come with their transaction when that is joined',
    source: list,
    needs: 'stage',
    run: async ({ records, read, stage }) => {
      const { hash } = stage.transactions.plain
      const [operation] = await records(`/transactions/${String(hash)}/operations?join=transactions`)
      const { result_meta_xdr: _, ...record } = await read(`/transactions/${String(hash)}`)
      const joined = at(operation, 'transaction')
      const { result_meta_xdr: __, ...shown } = isObject(joined) ? joined : {}
      same('transaction', shown, record)
    },
  },
  {
    number: 327,
    title: 'the operations of a ledger are those of its transactions',
    source: 'Horizon: GET /ledgers/{n}/operations',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { ledger, hash } = stage.transactions.trades
      const rows = await records(`/ledgers/${String(ledger)}/operations?limit=200`)
      const own = rows.filter((row) => at(row, 'transaction_hash') === hash)
      same('types', textsAt(own, 'type'), ['manage_sell_offer', 'manage_buy_offer', 'path_payment_strict_receive'])
    },
  },
  {
    number: 328,
    title: 'a maker whose offer is taken does not see the operation, whom it pays does',
    source: participants,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const hash = textAt(stage.transactions.trades, 'hash')
      const of = async (id: string): Promise<readonly string[]> => {
        const rows = await records(`/accounts/${id}/operations?limit=200`)
        return textsAt(
          rows.filter((row) => at(row, 'transaction_hash') === hash),
          'type',
        )
      }
      const { maker, payer } = stage.parties
      same('maker', await of(maker.id), [])
      same('payer', await of(payer.id), ['path_payment_strict_receive'])
    },
  },
  {
    number: 329,
    title: 'an operation whose entry is sponsored names the sponsor, who sees it too',
    source: participants,
    needs: 'stage',
    run: async (probe) => {
      const { sponsor } = probe.stage.parties
      const line = await operationOf(probe, { transaction: 'sponsoring', index: 2 })
      same('sponsor', textAt(line, 'sponsor'), sponsor.id)
      const own = textsAt(await probe.records(`/accounts/${sponsor.id}/operations?limit=200`), 'id')
      holds('the sponsor sees it', own.includes(textAt(line, 'id')), own)
    },
  },
  {
    number: 330,
    title: 'muxed addresses of an operation are shown as account, M address and id',
    source: 'Horizon: muxed accounts (CAP-27)',
    needs: 'stage',
    run: async (probe) => {
      const operation = await operationOf(probe, { transaction: 'muxed', index: 0 })
      const { taker, maker } = probe.stage.parties
      const members = ['source_account', 'source_account_muxed_id', 'from', 'from_muxed_id', 'to', 'to_muxed_id']
      const expected = [taker.id, '77', taker.id, '77', maker.id, '5']
      same(
        'members',
        members.map((name) => textAt(operation, name)),
        expected,
      )
      same('M address', textAt(operation, 'to_muxed').slice(0, 1), 'M')
    },
  },
  {
    number: 331,
    title: 'an operation of a fee bump goes by the outer hash',
    source: body,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const [operation] = await records(`/transactions/${stage.hashes.inner}/operations`)
      same('transaction_hash', textAt(operation, 'transaction_hash'), stage.hashes.outer)
    },
  },
  {
    number: 334,
    title: 'the operations of whom history does not know are not found',
    source: list,
    run: async ({ get }) => {
      for (const name of ['operations', 'payments', 'effects']) {
        isProblem(await get(`/accounts/${STRANGER}/${name}`), NOT_FOUND)
      }
    },
  },
  {
    number: 335,
    title: 'operations stream with their token',
    source: 'Horizon: routes that stream',
    run: async ({ events, first }) => {
      const newest = await first('/operations?limit=1&order=asc')
      const all = await (await events('/operations?limit=1&order=asc')).rest()
      same('id', all[1]?.id, textAt(newest, 'paging_token'))
      same('events', all.length, 3)
      same('data', JSON.parse(all[1]?.data ?? 'null'), newest)
    },
  },
]
