import type { Offer } from '../types/offers.ts'
import { accountId, asset, count, int64, member, object, price, stroops } from './fields.ts'

/** One record of `GET /offers`. */
export function parseOffer(body: unknown): Offer {
  const fields = object(body)
  return {
    id: member(fields, 'id', int64),
    seller: member(fields, 'seller', accountId),
    selling: member(fields, 'selling', (value) => asset(object(value))),
    buying: member(fields, 'buying', (value) => asset(object(value))),
    amount: member(fields, 'amount', stroops),
    price: member(fields, 'price_r', price),
    lastModifiedLedger: member(fields, 'last_modified_ledger', count),
  }
}
