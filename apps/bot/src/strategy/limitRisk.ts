import { mulDiv, type Stroops } from '@sdex/primitives'
import type { Config } from '../config/configSchema.ts'
import type { Quote } from './types.ts'

type Risk = NonNullable<Config['risk']>

/**
 * Clips targets to the configured limits: `maxBase` and `minBase` bound what the account would hold if a whole side were
 * filled, farthest levels are clipped first; `maxNotional` bounds one offer's value in quote.
 *
 * @param quotes - Each side best first, as {@link targetQuotes} returns them.
 * @param base - What the account holds of base, in stroops.
 */
export function limitRisk(quotes: readonly Quote[], base: Stroops, risk: Risk | undefined): readonly Quote[] {
  if (risk === undefined) return quotes
  const room = {
    buy: risk.maxBase === undefined ? undefined : atLeastZero(risk.maxBase - base),
    sell: risk.minBase === undefined ? undefined : atLeastZero(base - risk.minBase),
  }
  const limited: Quote[] = []
  for (const quote of quotes) {
    const left = room[quote.side]
    const amount = smallest(quote.amount, left, notionalLimit(quote, risk))
    if (left !== undefined) room[quote.side] = left - amount
    if (amount > 0n) limited.push({ ...quote, amount })
  }
  return limited
}

function notionalLimit(quote: Quote, risk: Risk): Stroops | undefined {
  if (risk.maxNotional === undefined) return undefined
  return mulDiv(risk.maxNotional, BigInt(quote.price.d), BigInt(quote.price.n), 'down')
}

function smallest(first: Stroops, ...others: readonly (Stroops | undefined)[]): Stroops {
  return others.reduce<Stroops>((least, other) => (other !== undefined && other < least ? other : least), first)
}

function atLeastZero(amount: Stroops): Stroops {
  return amount > 0n ? amount : 0n
}
