import type { Card } from '../card.ts'
import { EFFECT_PREFIX, EFFECTS_SOURCE, effectsOf, effectTypesCard, typesOf } from '../effectsOf.ts'
import { same } from '../expectations.ts'
import { at, textAt } from '../json.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: effect resource'

/** What operations did to accounts, balances, data and lines. */
export const entryEffectCards: readonly Card[] = [
  effectTypesCard(350, 'a merge debits the source, credits the destination and removes the account', {
    transaction: 'merge',
    index: 0,
    types: ['account_debited', 'account_credited', 'account_removed'],
  }),
  {
    number: 351,
    title: 'a claimable balance is made, then each claimant, then it is paid for and sponsored',
    source: EFFECTS_SOURCE,
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
  effectTypesCard(352, 'a claim is claimed, credited and no longer sponsored', {
    transaction: 'claim',
    index: 0,
    types: ['claimable_balance_claimed', 'account_credited', 'claimable_balance_sponsorship_removed'],
  }),
  {
    number: 353,
    title: 'a data entry is created with its value, and a revoked sponsorship of one is told of the revoker',
    source: EFFECTS_SOURCE,
    needs: 'stage',
    run: async (probe) => {
      const [created] = await effectsOf(probe, 'making', 0)
      hasShape('effect', created, `${EFFECT_PREFIX} name value`)
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
      hasShape('effect', updated, `${EFFECT_PREFIX} auth_required_flag!`)
    },
  },
  effectTypesCard(355, 'a clawback credits the issuer and debits the holder', {
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
      hasShape('effect', updated, `${EFFECT_PREFIX} asset_type asset_code asset_issuer trustor authorized_flag!`)
      const { regulator, ward } = probe.stage.parties
      same('members', [textAt(updated, 'account'), textAt(updated, 'trustor')], [regulator.id, ward.id])
      same('flag', at(updated, 'authorized_flag'), false)
    },
  },
  effectTypesCard(357, 'a bump that moves nothing has no effect', { transaction: 'text', index: 0, types: [] }),
]
