import { type Asset, formatAsset, type Market } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'

/** The query of a market's book. */
export function bookQuery({ base, quote }: Market): Query {
  return { ...assetQuery('selling_', base), ...assetQuery('buying_', quote) }
}

/** The query of a market's trades: the answers are turned as the query has them. */
export function pairQuery({ base, quote }: Market): Query {
  return { ...assetQuery('base_', base), ...assetQuery('counter_', quote) }
}

/** An asset in three parameters. */
export function assetQuery(prefix: string, asset: Asset): Query {
  if (asset.type === 'native') return { [`${prefix}asset_type`]: 'native' }
  return {
    [`${prefix}asset_type`]: asset.code.length <= 4 ? 'credit_alphanum4' : 'credit_alphanum12',
    [`${prefix}asset_code`]: asset.code,
    [`${prefix}asset_issuer`]: asset.issuer,
  }
}

/** Assets in one parameter; none when there are none. */
export function assetList(assets: readonly Asset[] | undefined): string | undefined {
  return assets === undefined || assets.length === 0 ? undefined : assets.map(formatAsset).join(',')
}
