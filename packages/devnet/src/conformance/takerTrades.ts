import { assetQuery } from './assetQuery.ts'
import { type Json, textAt } from './json.ts'
import type { Probe } from './probe.ts'

/** All trades of the taker: a fill, one with a rest, two of a path payment, one with a pool. */
export function takerTrades({ records, stage }: Probe): Promise<readonly Json[]> {
  return records(`/trades?account_id=${stage.parties.taker.id}&limit=200`)
}

/** The offer id of the taker's side. */
export function takerOffer({ stage }: Probe, trade: Json | undefined): bigint {
  const side = textAt(trade, 'base_account') === stage.parties.taker.id ? 'base' : 'counter'
  return BigInt(textAt(trade, `${side}_offer_id`) || '0')
}

/** The operation that a trade's id begins with. */
export function tradeOperation(trade: Json | undefined): bigint {
  return BigInt(textAt(trade, 'id').split('-')[0] ?? '0')
}

/** The pair USD in lumens. */
export function usdInLumens({ stage }: Probe): string {
  return `${assetQuery('base', stage.usd)}&counter_asset_type=native`
}
