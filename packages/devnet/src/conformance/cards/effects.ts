import type { Card } from '../card.ts'
import { EFFECT_PREFIX, EFFECTS_SOURCE, effectsOf, effectTypesCard, typesOf } from '../effectsOf.ts'
import { same } from '../expectations.ts'
import { at, textAt, textsAt } from '../json.ts'
import { hasShape } from '../shape.ts'
import { operationOf } from './operations.ts'

const body = 'Horizon: effect resource'
const TRADE =
  'seller seller_muxed? seller_muxed_id"#"? offer_id"#" sold_amount$ sold_asset_type sold_asset_code? sold_asset_issuer? ' +
  'bought_amount$ bought_asset_type bought_asset_code? bought_asset_issuer?'

/** What operations did. */
export const effectCards: readonly Card[] = [
  {
    number: 337,
    title: 'an effect has its common members in order, and links to its operation and its neighbours',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const [credited] = await effectsOf(probe, 'plain', 0)
      hasShape('effect', credited, `${EFFECT_PREFIX} asset_type amount$`)
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
    source: EFFECTS_SOURCE,
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
    source: EFFECTS_SOURCE,
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
      hasShape('effect', signer, `${EFFECT_PREFIX} weight# public_key key`)
      same('keys', [textAt(signer, 'public_key'), at(signer, 'key') ?? null], [probe.stage.newbie.id, ''])
    },
  },
  {
    number: 342,
    title: "a fill is a trade of the taker and one of the maker, both by the id of the maker's offer",
    source: EFFECTS_SOURCE,
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
      hasShape('effect', trade, `${EFFECT_PREFIX} ${TRADE}`)
      const amounts = ['sold_amount', 'sold_asset_type', 'bought_amount', 'bought_asset_code']
      same(
        'amounts',
        amounts.map((name) => textAt(trade, name)),
        ['50.0000000', 'native', '25.0000000', 'USD'],
      )
    },
  },
  effectTypesCard(344, 'a path payment credits and debits, then trades claim by claim', {
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
        `${EFFECT_PREFIX} liquidity_pool{id fee_bp# type total_trustlines"#" total_shares$ reserves[asset amount$]} sold{asset amount$} bought{asset amount$}`,
      )
      same('bought', at(effects[2], 'bought'), { asset: 'native', amount: '10.0000000' })
      same('reserve', at(effects[2], 'liquidity_pool.reserves.0.amount'), '1010.0000000')
    },
  },
  effectTypesCard(346, 'an offer that meets nothing has no effect', { transaction: 'making', index: 3, types: [] }),
  effectTypesCard(347, 'the first line to a pool makes the pool', {
    transaction: 'pool',
    index: 0,
    types: ['trustline_created', 'liquidity_pool_created'],
  }),
  effectTypesCard(348, 'a deposit is one effect', {
    transaction: 'pool',
    index: 1,
    types: ['liquidity_pool_deposited'],
  }),
  effectTypesCard(349, 'a withdrawal is one effect', {
    transaction: 'pool',
    index: 3,
    types: ['liquidity_pool_withdrew'],
  }),
]
