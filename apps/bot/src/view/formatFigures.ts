import { formatAmount, formatRatio, type Ratio, type Stroops } from '@sdex/primitives'

/** Units with thousands separators and two decimals, cut, for the eye: `12,345.67`. */
export function shortAmount(stroops: Stroops): string {
  const [whole = '0', decimals = ''] = formatAmount(stroops).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals.slice(0, 2)}`
}

/** A price with the ledger's 7 decimals. */
export function priceText(price: Ratio | { readonly n: number; readonly d: number }): string {
  return formatRatio({ n: BigInt(price.n), d: BigInt(price.d) }, 7)
}

/** `0.4 s`, `12 s`, `3 min`. */
export function ageText(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
