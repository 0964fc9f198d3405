import type { Offer } from '../types/offers.ts'
import { asset } from './assets.ts'
import { accountId, count, int64, object, optional, stroops } from './fields.ts'
import { price } from './prices.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /offers`. */
export function parseOffer(body: unknown, seen: Seen = createSeen()): Offer {
  const fields = object(body)
  const selling = object(fields['selling'], 'selling')
  const buying = object(fields['buying'], 'buying')
  return {
    id: int64(fields['id'], 'id'),
    seller: accountId(fields['seller'], 'seller', seen),
    selling: asset([selling['asset_type'], selling['asset_code'], selling['asset_issuer']], 'selling.', seen),
    buying: asset([buying['asset_type'], buying['asset_code'], buying['asset_issuer']], 'buying.', seen),
    amount: stroops(fields['amount'], 'amount'),
    price: price(fields['price_r'], 'price_r'),
    lastModifiedLedger: count(fields['last_modified_ledger'], 'last_modified_ledger'),
    sponsor: optional(fields['sponsor'], 'sponsor', accountId),
  }
}
