import { createMarket, type IssuedAsset, type Market, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'

export const issuer: string = accountIdOf('issuer')
export const trader: string = accountIdOf('trader')
export const other: string = accountIdOf('other')
/** A JSON object as Horizon sends it. */
export type Wire = Readonly<Record<string, unknown>>

export const usd: IssuedAsset = { type: 'issued', code: 'USD', issuer }
export const market: Market = createMarket(XLM, usd)
export const poolId: string = 'ab'.repeat(32)
export const balanceId: string = `00000000${'cd'.repeat(32)}`
export const hash: string = 'ef'.repeat(32)

/** An asset in three members. */
export const wire = (prefix = ''): Wire => ({
  [`${prefix}asset_type`]: 'credit_alphanum4',
  [`${prefix}asset_code`]: 'USD',
  [`${prefix}asset_issuer`]: issuer,
})
export const native = (prefix = ''): Wire => ({ [`${prefix}asset_type`]: 'native' })
export const usdText: string = `USD:${issuer}`

/** A page of a collection. */
export const page = (...records: unknown[]): Wire => ({ _links: {}, _embedded: { records } })
