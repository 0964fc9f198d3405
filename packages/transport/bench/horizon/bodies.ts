import { createMarket, type Market, seededRandom, XLM } from '@sdex/primitives'

/** Bodies of the shape that Horizon sends, and the markets that they are of. */

/** The SDK looks at the checksum. */
export const issuer = 'GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN'

export function marketOf(index: number): Market {
  return createMarket(XLM, { type: 'issued', code: codeOf(index), issuer })
}

export function codeOf(index: number): string {
  return `M${index}`
}

/** @param indent - Answers are indented by Horizon, events of streams are not. */
export function bookOf(index: number, levels: number, indent?: number): string {
  const random = seededRandom(index)
  const whole = (below: number): number => 1 + Math.floor(random() * below)
  const row = () => ({
    price_r: { n: whole(10_000_000), d: whole(10_000_000) },
    price: '0.2400000',
    amount: `${whole(10 ** whole(7))}.${String(whole(9_999_999)).padStart(7, '0')}`,
  })
  const side = () => Array.from({ length: levels }, row)
  const counter = { asset_type: 'credit_alphanum4', asset_code: codeOf(index), asset_issuer: issuer }
  const book = { bids: side(), asks: side(), base: { asset_type: 'native' }, counter }
  return JSON.stringify(book, undefined, indent)
}
