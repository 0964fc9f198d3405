import type { Card } from '../card.ts'
import { holds, matches, same } from '../expectations.ts'
import { at, type Json, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { hasShape } from '../shape.ts'
import type { TransactionName } from '../stage/stage.ts'
import { operationOf } from './operations.ts'

const body = 'Horizon: effect resource'
const derivation = 'Horizon: effects of an operation'
/** Of every effect, before what its type adds. */
const PREFIX =
  '_links{operation{href} succeeds{href} precedes{href}} id paging_token account account_muxed? account_muxed_id"#"? type type_i# created_at@'
const TRADE =
  'seller seller_muxed? seller_muxed_id"#"? offer_id"#" sold_amount$ sold_asset_type sold_asset_code? sold_asset_issuer? ' +
  'bought_amount$ bought_asset_type bought_asset_code? bought_asset_issuer?'

/** The effects of an operation of the stage. */
async function effectsOf(probe: Probe, transaction: TransactionName, index: number): Promise<readonly Json[]> {
  const operation = await operationOf(probe, { transaction, index })
  return probe.records(`/operations/${textAt(operation, 'id')}/effects?limit=200`)
}

function typesOf(effects: readonly Json[]): readonly string[] {
  return textsAt(effects, 'type')
}

function card(
  number: number,
  title: string,
  {
    transaction,
    index,
    types,
  }: { readonly transaction: TransactionName; readonly index: number; readonly types: readonly string[] },
): Card {
  return {
    number,
    title,
    source: derivation,
    needs: 'stage',
    run: async (probe) => same('types', typesOf(await effectsOf(probe, transaction, index)), types),
  }
}

/** What operations did. */
export const effectCards: readonly Card[] = [
  {
    number: 337,
    title: 'an effect has its common members in order, and links to its operation and its neighbours',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [credited] = await effectsOf(probe, 'plain', 0)
      hasShape('effect', credited, `${PREFIX} asset_type amount$`)
      const operation = await operationOf(probe, { transaction: 'plain', index: 0 })
      const token = textAt(credited, 'paging_token')
      same('links', at(credited, '_links'), {
        operation: { href: `${probe.horizonUrl}/operations/${textAt(operation, 'id')}` },
        succeeds: { href: `${probe.horizonUrl}/effects?order=desc&cursor=${token}` },
        precedes: { href: `${probe.horizonUrl}/effects?order=asc&cursor=${token}` },
      })
    },
  },
  {
    number: 338,
    title: 'the id of an effect is padded with zeros, its token is not, and places count from 1',
    source: 'Horizon: effect ids',
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'plain', 0)
      const operation = textAt(await operationOf(probe, { transaction: 'plain', index: 0 }), 'id')
      same('tokens', textsAt(effects, 'paging_token'), [`${operation}-1`, `${operation}-2`])
      same('id', textAt(effects[0], 'id'), `${operation.padStart(19, '0')}-0000000001`)
    },
  },
  {
    number: 339,
    title: 'a payment credits the destination, then debits the source',
    source: derivation,
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'plain', 0)
      const { payer, holder } = probe.stage.parties
      same('types', typesOf(effects), ['account_credited', 'account_debited'])
      same('accounts', textsAt(effects, 'account'), [payer.id, holder.id])
    },
  },
  {
    number: 340,
    title: 'a creation makes account, debit and signer, and its sponsorship last',
    source: derivation,
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'sponsoring', 1)
      const types = ['account_created', 'account_debited', 'signer_created', 'account_sponsorship_created']
      same('types', typesOf(effects), types)
      same('sponsor', textAt(effects[3], 'sponsor'), probe.stage.parties.sponsor.id)
    },
  },
  {
    number: 341,
    title: 'the signer of an effect stands as public_key, and its key is empty',
    source: 'Horizon: effect resource, signer quirk',
    needs: 'stage',
    run: async (probe) => {
      const signer = (await effectsOf(probe, 'sponsoring', 1))[2]
      hasShape('effect', signer, `${PREFIX} weight# public_key key`)
      same('keys', [textAt(signer, 'public_key'), at(signer, 'key') ?? null], [probe.stage.newbie.id, ''])
    },
  },
  {
    number: 342,
    title: "a fill is a trade of the taker and one of the maker, both by the id of the maker's offer",
    source: derivation,
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'trades', 0)
      const { taker, maker } = probe.stage.parties
      same('types', typesOf(effects), ['trade', 'trade'])
      same('accounts', textsAt(effects, 'account'), [taker.id, maker.id])
      same('sellers', textsAt(effects, 'seller'), [maker.id, taker.id])
      const [id = ''] = probe.stage.offerIds
      same('offer ids', textsAt(effects, 'offer_id'), [id, id])
    },
  },
  {
    number: 343,
    title: 'a trade effect has its members in order: bought is what the account gets',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [trade] = await effectsOf(probe, 'trades', 0)
      hasShape('effect', trade, `${PREFIX} ${TRADE}`)
      const amounts = ['sold_amount', 'sold_asset_type', 'bought_amount', 'bought_asset_code']
      same(
        'amounts',
        amounts.map((name) => textAt(trade, name)),
        ['50.0000000', 'native', '25.0000000', 'USD'],
      )
    },
  },
  card(344, 'a path payment credits and debits, then trades claim by claim', {
    transaction: 'trades',
    index: 2,
    types: ['account_credited', 'account_debited', 'trade', 'trade', 'trade', 'trade'],
  }),
  {
    number: 345,
    title: 'a trade with a pool is one effect, which shows the pool as it is after it',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'pool', 2)
      same('types', typesOf(effects), ['account_credited', 'account_debited', 'liquidity_pool_trade'])
      hasShape(
        'effect',
        effects[2],
        `${PREFIX} liquidity_pool{id fee_bp# type total_trustlines"#" total_shares$ reserves[asset amount$]} sold{asset amount$} bought{asset amount$}`,
      )
      same('bought', at(effects[2], 'bought'), { asset: 'native', amount: '10.0000000' })
      same('reserve', at(effects[2], 'liquidity_pool.reserves.0.amount'), '1010.0000000')
    },
  },
  card(346, 'an offer that meets nothing has no effect', { transaction: 'making', index: 3, types: [] }),
  card(347, 'the first line to a pool makes the pool', {
    transaction: 'pool',
    index: 0,
    types: ['trustline_created', 'liquidity_pool_created'],
  }),
  card(348, 'a deposit is one effect', { transaction: 'pool', index: 1, types: ['liquidity_pool_deposited'] }),
  card(349, 'a withdrawal is one effect', { transaction: 'pool', index: 3, types: ['liquidity_pool_withdrew'] }),
  card(350, 'a merge debits the source, credits the destination and removes the account', {
    transaction: 'merge',
    index: 0,
    types: ['account_debited', 'account_credited', 'account_removed'],
  }),
  {
    number: 351,
    title: 'a claimable balance is made, then each claimant, then it is paid for and sponsored',
    source: derivation,
    needs: 'stage',
    run: async (probe) => {
      const effects = await effectsOf(probe, 'balances', 0)
      same('types', typesOf(effects), [
        'claimable_balance_created',
        'claimable_balance_claimant_created',
        'claimable_balance_claimant_created',
        'account_debited',
        'claimable_balance_sponsorship_created',
      ])
      same('balance', textAt(effects[0], 'balance_id'), probe.stage.balanceId)
    },
  },
  card(352, 'a claim is claimed, credited and no longer sponsored', {
    transaction: 'claim',
    index: 0,
    types: ['claimable_balance_claimed', 'account_credited', 'claimable_balance_sponsorship_removed'],
  }),
  {
    number: 353,
    title: 'a data entry is created with its value, and a revoked sponsorship of one is told of the revoker',
    source: derivation,
    needs: 'stage',
    run: async (probe) => {
      const [created] = await effectsOf(probe, 'making', 0)
      hasShape('effect', created, `${PREFIX} name value`)
      same(
        'entry',
        ['type', 'name', 'value'].map((name) => textAt(created, name)),
        ['data_created', 'k', 'djE='],
      )
      const revoked = await effectsOf(probe, 'revoking', 0)
      const { sponsor } = probe.stage.parties
      same('types', typesOf(revoked), ['data_sponsorship_removed'])
      same(
        'members',
        ['account', 'data_name', 'former_sponsor'].map((name) => textAt(revoked[0], name)),
        [sponsor.id, 'freed', sponsor.id],
      )
    },
  },
  {
    number: 354,
    title: 'flags of an account are told as far as Horizon has a name for them',
    source: 'Horizon: effect resource, flags quirk',
    needs: 'stage',
    run: async (probe) => {
      const [updated] = await effectsOf(probe, 'regulating', 0)
      same('type', textAt(updated, 'type'), 'account_flags_updated')
      hasShape('effect', updated, `${PREFIX} auth_required_flag!`)
    },
  },
  card(355, 'a clawback credits the issuer and debits the holder', {
    transaction: 'regulating',
    index: 5,
    types: ['account_credited', 'account_debited'],
  }),
  {
    number: 356,
    title: 'flags of a line are told to the issuer, with whose line it is',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [updated] = await effectsOf(probe, 'regulating', 8)
      hasShape('effect', updated, `${PREFIX} asset_type asset_code asset_issuer trustor authorized_flag!`)
      const { regulator, ward } = probe.stage.parties
      same('members', [textAt(updated, 'account'), textAt(updated, 'trustor')], [regulator.id, ward.id])
      same('flag', at(updated, 'authorized_flag'), false)
    },
  },
  card(357, 'a bump that moves nothing has no effect', { transaction: 'text', index: 0, types: [] }),
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
    source: derivation,
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
