import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { encodeAccountId } from '@sdex/primitives'
import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from '../../src/ledger/hashing.ts'
import { accountWire, assetWire } from '../../src/ledger/wire.ts'
import { marketAsset, marketsOf, type Population } from './populate.ts'

/** Someone who signs. */
export type Trader = { readonly accountId: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject }

/** A signed transaction of one offer, and what to verify in it. */
export type Signed = {
  readonly envelopeXdr: string
  readonly hash: Buffer
  readonly signature: Buffer
  readonly publicKey: KeyObject
}

/** PKCS #8 of an ed25519 seed, up to the seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Traders whose keys follow from their numbers. */
export function makeTraders(count: number): readonly Trader[] {
  return Array.from({ length: count }, (_, at) => {
    const seed = sha256(Buffer.from(`bench/${at}`))
    const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    const publicKey = createPublicKey(privateKey)
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
    return { accountId: encodeAccountId(raw), privateKey, publicKey }
  })
}

type LoadArgs = {
  readonly population: Population
  readonly traders: readonly Trader[]
  readonly networkId: Uint8Array
  /** Ledgers' worth, each with a transaction of every trader. */
  readonly rounds: number
  /** The sequence number that every trader has. */
  readonly sequence: bigint
}

/** Rounds of transactions: of three offers one takes what rests, the others rest themselves, near the middle of one of the trader's markets. */
export function makeLoad({
  population,
  traders,
  networkId,
  rounds,
  sequence,
}: LoadArgs): readonly (readonly Signed[])[] {
  return Array.from({ length: rounds }, (_, round) =>
    traders.map((trader, at) => {
      const markets = marketsOf(at, population)
      const market = markets[(round * 5 + at) % markets.length] ?? 0
      const operation = offerOperation({
        market,
        issuer: population.issuer,
        kind: (round + at) % 3,
        step: (at * 31 + round) % 97,
      })
      return signTransaction(trader, { operation, networkId, sequence: sequence + BigInt(round) + 1n })
    }),
  )
}

type OfferArgs = { readonly market: number; readonly issuer: string; readonly kind: number; readonly step: number }

function offerOperation({ market, issuer, kind, step }: OfferArgs): xdr.ManageSellOfferOpWire {
  const asset = assetWire(marketAsset(market, issuer))
  const native: xdr.AssetWire = { type: 0 }
  if (kind === 0) {
    // Pays up to a fifth more than par: takes the best ask, part of it.
    return {
      selling: native,
      buying: asset,
      amount: 300_000_000n + BigInt(step),
      price: { n: 10_000, d: 12_000 },
      offerId: 0n,
    }
  }
  return kind === 1
    ? {
        selling: asset,
        buying: native,
        amount: 1_000_000_000n,
        price: { n: 10_050 + step * 7, d: 10_000 },
        offerId: 0n,
      }
    : { selling: native, buying: asset, amount: 1_000_000_000n, price: { n: 10_000, d: 9_950 - step * 7 }, offerId: 0n }
}

function signTransaction(
  { accountId, privateKey, publicKey }: Trader,
  args: { readonly operation: xdr.ManageSellOfferOpWire; readonly networkId: Uint8Array; readonly sequence: bigint },
): Signed {
  const source = accountWire(accountId)
  const tx: xdr.TransactionWire = {
    sourceAccount: { type: 0, ed25519: source.ed25519 },
    fee: 100,
    seqNum: args.sequence,
    cond: { type: 1, timeBounds: { minTime: 0n, maxTime: 2_000_000_000n } },
    memo: { type: 0 },
    operations: [{ sourceAccount: null, body: { type: 3, manageSellOfferOp: args.operation } }],
    ext: { v: 0 },
  }
  const hash = sha256(args.networkId, Buffer.from([0, 0, 0, 2]), xdr.Transaction.schema.encode(tx))
  const signature = sign(null, hash, privateKey)
  const signatures = [{ hint: source.ed25519.subarray(-4), signature }]
  const envelope = xdr.TransactionEnvelope.schema.encode({ type: 2, v1: { tx, signatures } })
  return { envelopeXdr: Buffer.from(envelope).toString('base64'), hash, signature, publicKey }
}
