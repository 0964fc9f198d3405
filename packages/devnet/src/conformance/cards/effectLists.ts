import type { Card } from '../card.ts'
import { EFFECTS_SOURCE, effectsOf, typesOf } from '../effectsOf.ts'
import { holds, matches, same } from '../expectations.ts'
import { at, textAt, textsAt } from '../json.ts'
import { operationOf } from './operations.ts'

/** Who sees which effects. */
export const effectListCards: readonly Card[] = [
  {
    number: 358,
    title: 'an effect that comes by a muxed address shows it',
    source: 'Horizon: muxed accounts (CAP-27)',
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'muxed', 0)
      same('ids', textsAt(effects, 'account_muxed_id'), ['5', '77'])
      for (const effect of effects) matches('account', at(effect, 'account'), /^G/)
    },
  },
  {
    number: 359,
    title: 'a failed transaction has no effects',
    source: EFFECTS_SOURCE,
    needs: 'stage',
    run: async ({ records, stage }) =>
      same('effects', await records(`/transactions/${stage.hashes.failed}/effects`), []),
  },
  {
    number: 360,
    title: 'a maker sees the effects of what takes its offers',
    source: 'Horizon: GET /accounts/{id}/effects',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { maker } = stage.parties
      const effects = await records(`/accounts/${maker.id}/effects?limit=200`)
      same(
        'accounts',
        effects.filter((effect) => at(effect, 'account') !== maker.id),
        [],
      )
      same('trades', typesOf(effects).filter((type) => type === 'trade').length, 4)
    },
  },
  {
    number: 361,
    title: 'the effects of a transaction are those of its operations, one after the other',
    source: 'Horizon: GET /transactions/{hash}/effects',
    needs: 'stage',
    run: async (probe) => {
      const hash = textAt(probe.stage.transactions.pool, 'hash')
      const all = await probe.records(`/transactions/${hash}/effects?limit=200`)
      const each = [0, 1, 2, 3].map((index) => effectsOf(probe, 'pool', index))
      same('effects', textsAt(all, 'id'), textsAt((await Promise.all(each)).flat(), 'id'))
    },
  },
  {
    number: 362,
    title: 'an operation that never was has an empty page of effects',
    source: 'Horizon: GET /operations/{id}/effects',
    run: async ({ records, first }) => {
      const newest = BigInt(textAt(await first('/operations?limit=1&order=desc'), 'id'))
      same('effects', await records(`/operations/${newest + 4_000n}/effects`), [])
    },
  },
  {
    number: 363,
    title: 'an effect cursor of one number means after everything in that operation',
    source: 'Horizon: paging cursors',
    needs: 'stage',
    run: async (probe) => {
      const operation = textAt(await operationOf(probe, { transaction: 'pool', index: 1 }), 'id')
      const hash = textAt(probe.stage.transactions.pool, 'hash')
      const later = await probe.records(`/transactions/${hash}/effects?cursor=${operation}&limit=200`)
      const next = (BigInt(operation) + 1n).toString()
      holds(
        'they are of the next operation',
        textAt(later[0], 'paging_token') === `${next}-1`,
        textsAt(later, 'paging_token'),
      )
    },
  },
]
