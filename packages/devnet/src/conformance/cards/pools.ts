import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: liquidity pool resource'
const list = 'Horizon: GET /liquidity_pools'

/** Liquidity pools. */
export const poolCards: readonly Card[] = [
  {
    number: 282,
    title: 'a pool has its members in order',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) =>
      hasShape(
        'pool',
        await read(`/liquidity_pools/${stage.poolId}`),
        '_links{self{href} transactions{} operations{}} id paging_token fee_bp# type total_trustlines"#" total_shares$ ' +
          'reserves[asset amount$] last_modified_ledger# last_modified_time@~',
      ),
  },
  {
    number: 283,
    title: 'a pool is a constant product of 30 basis points, by its id, and counts its lines',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const pool = await read(`/liquidity_pools/${stage.poolId}`)
      const members = ['id', 'paging_token', 'fee_bp', 'type', 'total_trustlines'].map((name) => pool[name] ?? null)
      same('pool', members, [stage.poolId, stage.poolId, 30, 'constant_product', '1'])
    },
  },
  {
    number: 284,
    title: 'the reserves of a pool are in the order of the protocol, lumens first',
    source: body,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const { reserves = [] } = await read(`/liquidity_pools/${stage.poolId}`)
      same('assets', textsAt(reserves as readonly [], 'asset'), ['native', `EUR:${stage.parties.issuer.id}`])
    },
  },
  {
    number: 285,
    title: 'a pool links to itself, and to its transactions and operations alone',
    source: body,
    needs: 'stage',
    run: async ({ read, stage, horizonUrl }) => {
      const self = `${horizonUrl}/liquidity_pools/${stage.poolId}`
      const page = (name: string): { href: string; templated: boolean } => ({
        href: `${self}/${name}{?cursor,limit,order}`,
        templated: true,
      })
      const links = { self: { href: self }, transactions: page('transactions'), operations: page('operations') }
      same('links', at(await read(`/liquidity_pools/${stage.poolId}`), '_links'), links)
    },
  },
  {
    number: 286,
    title: 'pools are found by what they hold',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const reserves = `native,EUR:${stage.parties.issuer.id}`
      same('ids', textsAt(await records(`/liquidity_pools?reserves=${reserves}`), 'id'), [stage.poolId])
      same('of USD', await records(`/liquidity_pools?reserves=USD:${stage.parties.issuer.id}`), [])
    },
  },
  {
    number: 287,
    title: 'pools are found by who has a share, and nobody knows of none',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { provider } = stage.parties
      same('ids', textsAt(await records(`/liquidity_pools?account=${provider.id}`), 'id'), [stage.poolId])
      same('of a stranger', await records(`/liquidity_pools?account=${STRANGER}`), [])
    },
  },
  {
    number: 288,
    title: 'the transactions and operations of a pool are those that touch it',
    source: 'Horizon: GET /liquidity_pools/{id}/operations',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const path = `/liquidity_pools/${stage.poolId}`
      const hashes = textsAt(await records(`${path}/transactions?limit=1`), 'hash')
      same('transactions', hashes, [textAt(stage.transactions.pool, 'hash')])
      const types = ['change_trust', 'liquidity_pool_deposit', 'path_payment_strict_send', 'liquidity_pool_withdraw']
      same('operations', textsAt(await records(`${path}/operations?limit=4`), 'type'), types)
    },
  },
  {
    number: 289,
    title: 'a pool that never was is not found, nor are its transactions and operations',
    source: 'Horizon: GET /liquidity_pools/{id}',
    run: async ({ get }) => {
      for (const child of ['', '/transactions', '/operations']) {
        isProblem(await get(`/liquidity_pools/${'ab'.repeat(32)}${child}`), NOT_FOUND)
      }
    },
  },
  {
    number: 429,
    title: 'pools by what they hold and by who has a share at once are an error of the server',
    source: list,
    run: async ({ get }) => {
      const { status, body } = await get(`/liquidity_pools?reserves=native&account=${STRANGER}`)
      const slug = textAt(body, 'type').split('/').at(-1) ?? ''
      same('status and slug', [status, slug], [500, 'server_error'])
    },
  },
  {
    number: 430,
    title: 'the effects of a pool are all those of the operations that touch it, whomever they concern',
    source: 'Horizon: GET /liquidity_pools/{id}/effects',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const types = textsAt(await records(`/liquidity_pools/${stage.poolId}/effects?limit=4`), 'type')
      const expected = ['trustline_created', 'liquidity_pool_created', 'liquidity_pool_deposited', 'account_credited']
      same('types', types, expected)
    },
  },
]
