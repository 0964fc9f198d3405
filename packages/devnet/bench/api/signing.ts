import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from '../../src/ledger/hashing.ts'
import { accountWire, assetWire } from '../../src/ledger/wire.ts'
import type { Ready, Stage } from './stage.ts'
import { issuerOf, marketCode, marketsOf, traderKey } from './stage.ts'

/** A transaction that is ready to be sent. */
export type Signed = { readonly envelopeXdr: string; readonly hash: string; readonly market: number }

/** Signs a source's transactions, one after the other. */
export type Source = { next(): Signed }

/** PKCS #8 of an ed25519 seed, up to the seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const UNIT = 10_000_000n
const NATIVE: xdr.AssetWire = { type: 0 }

/** One for each trader, at its sequence number. */
export function createSources({ passphrase, sequences }: Ready, stage: Stage): readonly Source[] {
  const networkId = sha256(Buffer.from(passphrase))
  const assets = Array.from({ length: stage.markets }, (_, market) =>
    assetWire(`${marketCode(market)}:${issuerOf(market)}`),
  )
  return sequences.map((sequence, at) => {
    const keypair = traderKey(at)
    const key = Buffer.concat([PKCS8, keypair.rawSecretKey()])
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
    const markets = marketsOf(at, stage)
    let round = 0
    return {
      next: () => {
        const market = markets[round % markets.length] ?? 0
        const operation = offer(assets[market] ?? NATIVE, { turn: Math.floor(round / markets.length) + at, at })
        round += 1
        const signer = { accountId: keypair.publicKey(), privateKey, networkId }
        return { ...signOffer(signer, operation, BigInt(sequence) + BigInt(round)), market }
      },
    }
  })
}

/** Every second offer takes a little of the best ask; the others rest as bids near the best one, each at a price of its own. */
function offer(
  asset: xdr.AssetWire,
  { turn, at }: { readonly turn: number; readonly at: number },
): xdr.ManageSellOfferOpWire {
  const step = (at * 31 + turn * 7) % 997
  const bid = { selling: NATIVE, buying: asset, offerId: 0n }
  if (turn % 2 === 0) return { ...bid, amount: UNIT / 100n, price: { n: 10, d: 13 } }
  return { ...bid, amount: UNIT, price: { n: 10_000 + step, d: 10_000 } }
}

function signOffer(
  signer: { readonly accountId: string; readonly privateKey: KeyObject; readonly networkId: Uint8Array },
  operation: xdr.ManageSellOfferOpWire,
  seqNum: bigint,
): Omit<Signed, 'market'> {
  const source = accountWire(signer.accountId)
  const tx: xdr.TransactionWire = {
    sourceAccount: { type: 0, ed25519: source.ed25519 },
    fee: 100,
    seqNum,
    cond: { type: 1, timeBounds: { minTime: 0n, maxTime: 0n } },
    memo: { type: 0 },
    operations: [{ sourceAccount: null, body: { type: 3, manageSellOfferOp: operation } }],
    ext: { v: 0 },
  }
  const hash = sha256(signer.networkId, Buffer.from([0, 0, 0, 2]), xdr.Transaction.schema.encode(tx))
  const signature = sign(null, hash, signer.privateKey)
  const signatures = [{ hint: source.ed25519.subarray(-4), signature }]
  const envelope = xdr.TransactionEnvelope.schema.encode({ type: 2, v1: { tx, signatures } })
  return { envelopeXdr: Buffer.from(envelope).toString('base64'), hash: hash.toString('hex') }
}
