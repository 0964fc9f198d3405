import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { at, type Json, textAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { hasShape } from '../shape.ts'
import type { Stage, TransactionName } from '../stage/stage.ts'

/** Of every operation, before what its type adds. */
export const OPERATION_PREFIX: string =
  '_links{self{href} transaction{href} effects{href} succeeds{href} precedes{href}} id"#" paging_token"#" ' +
  'transaction_successful! source_account source_account_muxed? source_account_muxed_id"#"? type type_i# created_at@ ' +
  'transaction_hash transaction{}? sponsor?'

type Expected = {
  readonly type: string
  readonly typeNumber: number
  readonly transaction: TransactionName
  /** Place in the transaction, from 0 on. */
  readonly index: number
  /** What the type adds. */
  readonly members: string
  readonly values?: (stage: Stage) => { readonly [name: string]: Json }
}

/** An operation of a transaction of the stage. */
export async function operationOf(
  { records, stage }: Probe,
  { transaction, index }: { readonly transaction: TransactionName; readonly index: number },
): Promise<Json | undefined> {
  const hash = textAt(stage.transactions[transaction], 'hash')
  return (await records(`/transactions/${hash}/operations?limit=200`))[index]
}

function card(number: number, { type, typeNumber, members, values, ...place }: Expected): Card {
  return {
    number,
    title: `${type} has its members in order`,
    source: `Horizon: operation resource, ${type}`,
    needs: 'stage',
    run: async (probe) => {
      const operation = await operationOf(probe, place)
      hasShape(type, operation, `${OPERATION_PREFIX} ${members}`)
      same('type', [at(operation, 'type') ?? '', at(operation, 'type_i') ?? -1], [type, typeNumber])
      for (const [name, expected] of Object.entries(values?.(probe.stage) ?? {}))
        same(name, at(operation, name), expected)
    },
  }
}

const SOURCE = 'source_asset_type source_asset_code? source_asset_issuer?'
const PAYMENT =
  'asset_type asset_code? asset_issuer? from from_muxed? from_muxed_id"#"? to to_muxed? to_muxed_id"#"? amount$'
const OFFER =
  'amount$ price price_r{n# d#} buying_asset_type buying_asset_code? buying_asset_issuer? selling_asset_type ' +
  'selling_asset_code? selling_asset_issuer?'

/** Operations, one by one. */
export const operationCards: readonly Card[] = [
  card(299, {
    type: 'create_account',
    typeNumber: 0,
    transaction: 'sponsoring',
    index: 1,
    members: 'starting_balance$ funder account',
    values: ({ newbie, parties }) => ({
      starting_balance: '50.0000000',
      funder: parties.sponsor.id,
      account: newbie.id,
    }),
  }),
  card(300, {
    type: 'payment',
    typeNumber: 1,
    transaction: 'plain',
    index: 0,
    members: PAYMENT,
    values: ({ parties }) => ({
      asset_type: 'native',
      from: parties.holder.id,
      to: parties.payer.id,
      amount: '1.0000000',
    }),
  }),
  card(301, {
    type: 'path_payment_strict_receive',
    typeNumber: 2,
    transaction: 'trades',
    index: 2,
    members: `${PAYMENT} path[] source_amount$ source_max$ ${SOURCE}`,
    values: () => ({ amount: '80.0000000', path: [], source_amount: '160.0000000', source_max: '400.0000000' }),
  }),
  card(302, {
    type: 'manage_sell_offer',
    typeNumber: 3,
    transaction: 'trades',
    index: 0,
    members: `${OFFER} offer_id"#"`,
    values: () => ({ amount: '50.0000000', price: '0.5000000', price_r: { n: 1, d: 2 }, offer_id: '0' }),
  }),
  card(303, {
    type: 'create_passive_sell_offer',
    typeNumber: 4,
    transaction: 'making',
    index: 10,
    members: OFFER,
    values: () => ({ amount: '7.0000000', price: '1.0000000', selling_asset_type: 'native' }),
  }),
  card(304, {
    type: 'set_options',
    typeNumber: 5,
    transaction: 'regulating',
    index: 0,
    members: 'set_flags[] set_flags_s[]',
    values: () => ({ set_flags: [1, 2, 8], set_flags_s: ['auth_required', 'auth_revocable', 'auth_clawback_enabled'] }),
  }),
  card(305, {
    type: 'change_trust',
    typeNumber: 6,
    transaction: 'pool',
    index: 0,
    members: 'asset_type liquidity_pool_id limit$ trustor',
    values: ({ poolId }) => ({ asset_type: 'liquidity_pool_shares', liquidity_pool_id: poolId }),
  }),
  card(306, {
    type: 'account_merge',
    typeNumber: 8,
    transaction: 'merge',
    index: 0,
    members: 'account into',
    values: ({ parties }) => ({ account: parties.leaver.id, into: parties.payer.id }),
  }),
  card(307, {
    type: 'manage_data',
    typeNumber: 10,
    transaction: 'making',
    index: 0,
    members: 'name value',
    values: () => ({ name: 'k', value: 'djE=' }),
  }),
  card(308, {
    type: 'bump_sequence',
    typeNumber: 11,
    transaction: 'text',
    index: 0,
    members: 'bump_to"#"',
    values: () => ({ bump_to: '0' }),
  }),
  card(309, {
    type: 'manage_buy_offer',
    typeNumber: 12,
    transaction: 'trades',
    index: 1,
    members: `${OFFER} offer_id"#"`,
    values: () => ({ amount: '8.0000000', buying_asset_code: 'USD', selling_asset_code: 'EUR' }),
  }),
  card(310, {
    type: 'path_payment_strict_send',
    typeNumber: 13,
    transaction: 'pool',
    index: 2,
    members: `${PAYMENT} path[] source_amount$ destination_min$ ${SOURCE}`,
    values: () => ({ source_amount: '10.0000000', destination_min: '1.0000000', path: [], asset_code: 'EUR' }),
  }),
  card(311, {
    type: 'create_claimable_balance',
    typeNumber: 14,
    transaction: 'balances',
    index: 1,
    members: 'asset amount$ claimants[destination predicate{}]',
    values: ({ parties }) => ({
      sponsor: parties.sponsor.id,
      claimants: [{ destination: parties.payer.id, predicate: { rel_before: '3600' } }],
    }),
  }),
  card(312, {
    type: 'claim_claimable_balance',
    typeNumber: 15,
    transaction: 'claim',
    index: 0,
    members: 'balance_id claimant',
    values: ({ parties }) => ({ claimant: parties.payer.id }),
  }),
  card(313, {
    type: 'begin_sponsoring_future_reserves',
    typeNumber: 16,
    transaction: 'sponsoring',
    index: 0,
    members: 'sponsored_id',
    values: ({ newbie }) => ({ sponsored_id: newbie.id }),
  }),
  card(314, {
    type: 'end_sponsoring_future_reserves',
    typeNumber: 17,
    transaction: 'sponsoring',
    index: 7,
    members: 'begin_sponsor',
    values: ({ parties }) => ({ begin_sponsor: parties.sponsor.id }),
  }),
  card(315, {
    type: 'revoke_sponsorship',
    typeNumber: 18,
    transaction: 'revoking',
    index: 0,
    members: 'data_account_id data_name',
    values: ({ newbie }) => ({ data_account_id: newbie.id, data_name: 'freed' }),
  }),
  card(316, {
    type: 'clawback',
    typeNumber: 19,
    transaction: 'regulating',
    index: 5,
    members: 'asset_type asset_code asset_issuer from amount$',
    values: ({ parties }) => ({ from: parties.holder.id, amount: '10.0000000' }),
  }),
  card(317, {
    type: 'set_trust_line_flags',
    typeNumber: 21,
    transaction: 'regulating',
    index: 8,
    members: 'asset_type asset_code asset_issuer trustor clear_flags[] clear_flags_s[]',
    values: () => ({ clear_flags: [1], clear_flags_s: ['authorized'] }),
  }),
  card(318, {
    type: 'liquidity_pool_deposit',
    typeNumber: 22,
    transaction: 'pool',
    index: 1,
    members:
      'liquidity_pool_id reserves_max[asset amount$] min_price min_price_r{n# d#} max_price max_price_r{n# d#} ' +
      'reserves_deposited[asset amount$] shares_received$',
    values: () => ({ min_price: '0.0100000', min_price_r: { n: 1, d: 100 } }),
  }),
  card(319, {
    type: 'liquidity_pool_withdraw',
    typeNumber: 23,
    transaction: 'pool',
    index: 3,
    members: 'liquidity_pool_id reserves_min[asset amount$] shares$ reserves_received[asset amount$]',
    values: () => ({ shares: '1.0000000' }),
  }),
]
