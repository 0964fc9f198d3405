import { readFileSync } from 'node:fs'
import { parseAsset } from '@sdex/primitives'

/** Results of transactions that a real stellar-core applied (protocol 18), with what another decoder reads in them. */
export type RecordedResult = {
  /** A TransactionResult, base64. */
  readonly result: string
  readonly outcomes: readonly { readonly status: string; readonly [field: string]: unknown }[]
}

type Row = {
  readonly result: string
  readonly outcomes: readonly {
    readonly status: string
    readonly created?: boolean
    readonly offer?: readonly [id: string, selling: string, buying: string, amount: string, n: number, d: number]
    readonly claims?: readonly (readonly [
      offerId: string,
      sold: string,
      amount: string,
      bought: string,
      amount: string,
    ])[]
  }[]
}

/** Those in `recordedResults.jsonl`, one a line. */
export const recordedResults: readonly RecordedResult[] = readFileSync(
  new URL('./recordedResults.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => expand(JSON.parse(line)))

function expand({ result, outcomes }: Row): RecordedResult {
  return {
    result,
    outcomes: outcomes.map(({ status, created, offer, claims }) => ({
      status,
      ...(offer && { created, offer: expandOffer(offer) }),
      ...(claims && {
        claims: claims.map(([offerId, sold, amountSold, bought, amountBought]) => ({
          offerId: BigInt(offerId),
          received: { asset: parseAsset(sold), amount: BigInt(amountSold) },
          paid: { asset: parseAsset(bought), amount: BigInt(amountBought) },
        })),
      }),
    })),
  }
}

function expandOffer([id, selling, buying, amount, n, d]: NonNullable<Row['outcomes'][number]['offer']>) {
  const assets = { selling: parseAsset(selling), buying: parseAsset(buying) }
  return { id: BigInt(id), ...assets, amount: BigInt(amount), price: { n, d } }
}
