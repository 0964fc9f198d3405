import { Buffer } from 'node:buffer'
import { offerLiabilities, poolIdPreimage } from '@sdex/matching'
import { parseAsset } from '@sdex/primitives'
import { xdr } from '@stellar/stellar-sdk'
import { devnetKey } from '../src/index.ts'
import {
  type AccountEntry,
  type AssetId,
  AUTHORIZED,
  type OfferEntry,
  type PoolEntry,
  type TrustlineEntry,
} from '../src/ledger/entries.ts'
import { sha256 } from '../src/ledger/hashing.ts'
import type { HeaderFields } from '../src/ledger/header.ts'
import { emptySnapshot } from '../src/ledger/snapshot.ts'
import { createLedgerState, type LedgerState } from '../src/ledger/state.ts'
import { accountWire, assetWire } from '../src/ledger/wire.ts'
import { newAccount } from '../src/operations/createAccount.ts'
import { type AppliedTransaction, applyLedger } from '../src/transactions/closeLedger.ts'
import { createKeyRing } from '../src/transactions/keyRing.ts'
import { decodeTransaction } from '../src/transactions/signedTransaction.ts'

export const MAX: bigint = 2n ** 63n - 1n
export type Body = xdr.OperationBodyWire

/** What came of a transaction of one operation. */
export type Done = {
  /** Of the transaction: `success`, `failed`, `internal_error`, ... */
  readonly transaction: string
  /** Of its first operation: `success`, `underfunded`, `op_exceeded_work_limit`, ... */
  readonly code: string
  readonly codes: readonly string[]
  /** Offer id or 'pool', what it sold, what it was paid. */
  readonly claims: readonly (readonly [bigint | 'pool', bigint, bigint])[]
  /** What became of a new or changed offer, and how much of it rests. */
  readonly effect: string | undefined
  readonly rests: bigint
  readonly applied: AppliedTransaction
}

type AccountTerms = Partial<Pick<AccountEntry, 'balance' | 'flags' | 'subentryCount' | 'thresholds' | 'signers'>>
type LineTerms = Partial<Pick<TrustlineEntry, 'balance' | 'limit' | 'flags' | 'sellingLiabilities'>>
export type Rest = {
  readonly sells: string
  readonly buys: string
  readonly amount: bigint
  readonly price: readonly [n: number, d: number]
  readonly passive?: boolean
}
type Operation = { readonly source?: string; readonly body: Body }

/** A ledger whose entries are put there one by one, to the stroop. Accounts have names, assets are codes of the account `issuer`, or `XLM`. */
export type Stage = {
  readonly state: LedgerState
  id(name: string): string
  asset(code: string): AssetId
  account(name: string, terms?: AccountTerms): void
  line(name: string, code: string, terms?: LineTerms): void
  /** Puts a backed offer into a book; ids rise from 1. */
  rest(name: string, offer: Rest): bigint
  pool(a: string, b: string, amounts: readonly [reserveA: bigint, reserveB: bigint, shares: bigint]): string
  share(name: string, poolId: string, balance: bigint, limit?: bigint): void
  run(source: string, ...bodies: readonly (Body | Operation)[]): Done
  balance(name: string, code: string): bigint
  offer(id: bigint): OfferEntry | undefined
  poolState(poolId: string): readonly [bigint, bigint, bigint]
}

const HEADER: HeaderFields = {
  ledgerSequence: 10,
  ledgerVersion: 28,
  closeTime: 1_800_000_000,
  totalCoins: 10n ** 18n,
  feePool: 0n,
  idPool: 0n,
  baseFee: 100,
  baseReserve: 5_000_000,
  maxTxSetSize: 1_000,
  flags: 0,
}

export function createStage(header: Partial<HeaderFields> = {}): Stage {
  const state = createLedgerState(emptySnapshot({ ...HEADER, ...header }))
  const network = { networkId: sha256(Buffer.from('stage')), keyRing: { ...createKeyRing(), verify: () => true } }
  const ids = new Map<string, string>()
  const id = (name: string): string => {
    const known = ids.get(name) ?? devnetKey('stage', name).publicKey()
    ids.set(name, known)
    return known
  }
  const asset = (code: string): AssetId => (code === 'XLM' ? 'native' : `${code}:${id('issuer')}`)

  const account: Stage['account'] = (name, terms = {}) =>
    state.put({ ...newAccount(id(name), 10_000_000_000n, 9), ...terms })
  const line: Stage['line'] = (name, code, terms = {}) => {
    const common = { balance: 0n, limit: MAX, flags: AUTHORIZED, sellingLiabilities: 0n, buyingLiabilities: 0n }
    const [poolUseCount, extension, sponsor, lastModifiedLedger] = [0, 0, undefined, 9] as const
    state.put({
      type: 'trustline',
      accountId: id(name),
      asset: asset(code),
      ...common,
      poolUseCount,
      extension,
      sponsor,
      lastModifiedLedger,
      ...terms,
    })
    countSubentries(name, 1)
  }
  const countSubentries = (name: string, count: number): void => {
    const held = state.account(id(name))
    if (held !== undefined) state.put({ ...held, subentryCount: held.subentryCount + count })
  }
  const rest: Stage['rest'] = (name, { sells, buys, amount, price: [n, d], passive = false }) => {
    const offerId = state.header.idPool + 1n
    state.setHeader({ ...state.header, idPool: offerId })
    const [selling, buying, seller] = [asset(sells), asset(buys), id(name)]
    const offer: OfferEntry = {
      type: 'offer',
      id: offerId,
      seller,
      selling,
      buying,
      amount,
      price: { n, d },
      passive,
      sponsor: undefined,
      lastModifiedLedger: 9,
    }
    state.put(offer)
    const due = offerLiabilities(offer.price, amount)
    addLiabilities(name, selling, { selling: due.selling, buying: 0n })
    addLiabilities(name, buying, { selling: 0n, buying: due.buying })
    countSubentries(name, 1)
    return offerId
  }
  const addLiabilities = (
    name: string,
    of: AssetId,
    due: { readonly selling: bigint; readonly buying: bigint },
  ): void => {
    const held = of === 'native' ? state.account(id(name)) : state.trustline(id(name), of)
    if (held === undefined) return // the issuer of its own asset
    const [sellingLiabilities, buyingLiabilities] = [
      held.sellingLiabilities + due.selling,
      held.buyingLiabilities + due.buying,
    ]
    if (held.type === 'account') state.put({ ...held, sellingLiabilities, buyingLiabilities, extension: 1 })
    else state.put({ ...held, sellingLiabilities, buyingLiabilities, extension: 1 })
  }
  const pool: Stage['pool'] = (a, b, [reserveA, reserveB, totalShares]) => {
    const [assetA, assetB] = [asset(a), asset(b)]
    const poolId = sha256(poolIdPreimage(parseAsset(assetA), parseAsset(assetB))).toString('hex')
    const isSorted = poolIdOrder(assetA, assetB)
    const sides = isSorted
      ? { assetA, assetB, reserveA, reserveB }
      : { assetA: assetB, assetB: assetA, reserveA: reserveB, reserveB: reserveA }
    const entry: PoolEntry = {
      type: 'pool',
      id: poolId,
      ...sides,
      totalShares,
      trustlineCount: 0n,
      sponsor: undefined,
      lastModifiedLedger: 9,
    }
    state.put(entry)
    return poolId
  }
  const share: Stage['share'] = (name, poolId, balance, limit = MAX) => {
    state.put({
      type: 'poolShare',
      accountId: id(name),
      poolId,
      balance,
      limit,
      sponsor: undefined,
      lastModifiedLedger: 9,
    })
    countSubentries(name, 2)
    const of = state.pool(poolId)
    if (of !== undefined) state.put({ ...of, trustlineCount: of.trustlineCount + 1n })
    for (const held of [of?.assetA, of?.assetB]) {
      const used = state.trustline(id(name), held ?? '')
      if (used !== undefined) state.put({ ...used, poolUseCount: used.poolUseCount + 1, extension: 2 })
    }
  }
  const run: Stage['run'] = (source, ...operations) => {
    const wires = operations.map((operation): xdr.OperationWire => {
      if (!('body' in operation)) return { sourceAccount: null, body: operation }
      const muxed =
        operation.source === undefined ? null : { type: 0 as const, ed25519: accountWire(id(operation.source)).ed25519 }
      return { sourceAccount: muxed, body: operation.body }
    })
    const names = [
      ...new Set([
        source,
        ...operations.flatMap((operation) =>
          'body' in operation && operation.source !== undefined ? [operation.source] : [],
        ),
      ]),
    ]
    const tx: xdr.TransactionWire = {
      sourceAccount: { type: 0, ed25519: accountWire(id(source)).ed25519 },
      fee: 100 * wires.length,
      seqNum: (state.account(id(source))?.sequence ?? 0n) + 1n,
      cond: { type: 0 },
      memo: { type: 0 },
      operations: wires,
      ext: { v: 0 },
    }
    const signatures = names.map((name) => ({
      hint: accountWire(id(name)).ed25519.subarray(-4),
      signature: Buffer.alloc(64),
    }))
    const bytes = xdr.TransactionEnvelope.schema.encode({ type: 2, v1: { tx, signatures } })
    const transaction = decodeTransaction(Buffer.from(bytes).toString('base64'), network)
    if (transaction === undefined) throw new Error('no envelope')
    const [applied] = applyLedger(state, {
      transactions: [transaction],
      closeTime: state.header.closeTime + 5,
      baseFeeOf: () => 100n,
    })
    if (applied === undefined) throw new Error('nothing was applied')
    return readDone(applied)
  }
  return {
    state,
    id,
    asset,
    account,
    line,
    rest,
    pool,
    share,
    run,
    balance: (name, code) =>
      (code === 'XLM' ? state.account(id(name))?.balance : state.trustline(id(name), asset(code))?.balance) ?? 0n,
    offer: (offerId) => state.offer(offerId),
    poolState: (poolId) => {
      const { reserveA = 0n, reserveB = 0n, totalShares = 0n } = state.pool(poolId) ?? {}
      return [reserveA, reserveB, totalShares]
    },
  }
}

/** Whether two assets come in the pool's order; here all issued ones have the same issuer and short codes. */
function poolIdOrder(a: AssetId, b: AssetId): boolean {
  return a === 'native' || (b !== 'native' && a < b)
}

function readDone(applied: AppliedTransaction): Done {
  const { result } = xdr.TransactionResult.schema.decode(applied.result)
  const [first] = 'results' in result ? result.results : []
  const names: unknown = xdr.TransactionResult.fromXdrObject({ feeCharged: 0n, result, ext: { v: 0 } }).toJson()
  const all = namesOf(names)
  const tr =
    first?.code === 0 ? (Object.values(first.tr).find((member) => typeof member === 'object') as Inner) : undefined
  const success = tr?.success
  const offer = success?.offer
  return {
    transaction: all.transaction,
    code: all.operations[0] ?? all.transaction,
    codes: all.operations,
    claims: (success?.offersClaimed ?? success?.offers ?? []).map(claimOf),
    effect: offer === undefined ? undefined : (['created', 'updated', 'deleted'] as const)[offer.effect],
    rests: offer === undefined || offer.effect === 2 ? 0n : offer.offer.amount,
    applied,
  }
}

type Inner = {
  readonly success?: {
    readonly offersClaimed?: readonly xdr.ClaimAtomWire[]
    readonly offers?: readonly xdr.ClaimAtomWire[]
    readonly offer?: xdr.ManageOfferSuccessResultOfferWire
  }
}

function claimOf(claim: xdr.ClaimAtomWire): readonly [bigint | 'pool', bigint, bigint] {
  if (claim.type === 2) return ['pool', claim.liquidityPool.amountSold, claim.liquidityPool.amountBought]
  if (claim.type === 1) return [claim.orderBook.offerId, claim.orderBook.amountSold, claim.orderBook.amountBought]
  throw new Error('a claim of before protocol 18')
}

/** `{ result: { tx_failed: [{ op_inner: { payment: 'underfunded' } }] } }` and the like. */
function namesOf(json: unknown): { readonly transaction: string; readonly operations: readonly string[] } {
  const result = member(json, 'result')
  if (typeof result === 'string') return { transaction: result.replace('tx_', ''), operations: [] }
  const [[transaction = '', operations] = []] = Object.entries(result as object)
  return {
    transaction: transaction.replace('tx_', ''),
    operations: (operations as readonly unknown[]).map((operation) => {
      if (typeof operation === 'string') return operation
      const [inner] = Object.values(member(operation, 'op_inner') as object)
      return typeof inner === 'string' ? inner : (Object.keys(inner as object)[0] ?? '')
    }),
  }
}

function member(json: unknown, name: string): unknown {
  return (json as Readonly<Record<string, unknown>>)[name]
}

/** Operations, with names and codes as the stage has them. */
export function operationsOf(stage: Stage): {
  sell(sells: string, buys: string, amount: bigint, price: readonly [number, number], offerId?: bigint): Body
  buy(sells: string, buys: string, amount: bigint, price: readonly [number, number], offerId?: bigint): Body
  passive(sells: string, buys: string, amount: bigint, price: readonly [number, number]): Body
  pay(to: string, code: string, amount: bigint): Body
  receive(to: string, send: string, max: bigint, dest: string, amount: bigint, ...path: readonly string[]): Body
  send(to: string, send: string, amount: bigint, dest: string, min: bigint, ...path: readonly string[]): Body
  deposit(poolId: string, a: bigint, b: bigint, min?: readonly [number, number], max?: readonly [number, number]): Body
  withdraw(poolId: string, shares: bigint, a?: bigint, b?: bigint): Body
  allow(trustor: string, code: string, authorize: number): Body
  begin(sponsored: string): Body
  end(): Body
} {
  const wire = (code: string): xdr.AssetWire => assetWire(stage.asset(code))
  const to = (name: string): xdr.MuxedAccountWire => ({ type: 0, ed25519: accountWire(stage.id(name)).ed25519 })
  const price = ([n, d]: readonly [number, number]): { n: number; d: number } => ({ n, d })
  return {
    sell: (sells, buys, amount, at, offerId = 0n) => ({
      type: 3,
      manageSellOfferOp: { selling: wire(sells), buying: wire(buys), amount, price: price(at), offerId },
    }),
    buy: (sells, buys, buyAmount, at, offerId = 0n) => ({
      type: 12,
      manageBuyOfferOp: { selling: wire(sells), buying: wire(buys), buyAmount, price: price(at), offerId },
    }),
    passive: (sells, buys, amount, at) => ({
      type: 4,
      createPassiveSellOfferOp: { selling: wire(sells), buying: wire(buys), amount, price: price(at) },
    }),
    pay: (name, code, amount) => ({ type: 1, paymentOp: { destination: to(name), asset: wire(code), amount } }),
    receive: (name, send, sendMax, dest, destAmount, ...path) => ({
      type: 2,
      pathPaymentStrictReceiveOp: {
        sendAsset: wire(send),
        sendMax,
        destination: to(name),
        destAsset: wire(dest),
        destAmount,
        path: path.map(wire),
      },
    }),
    send: (name, send, sendAmount, dest, destMin, ...path) => ({
      type: 13,
      pathPaymentStrictSendOp: {
        sendAsset: wire(send),
        sendAmount,
        destination: to(name),
        destAsset: wire(dest),
        destMin,
        path: path.map(wire),
      },
    }),
    deposit: (poolId, maxAmountA, maxAmountB, min = [1, 2_147_483_647], max = [2_147_483_647, 1]) => ({
      type: 22,
      liquidityPoolDepositOp: {
        liquidityPoolId: Buffer.from(poolId, 'hex'),
        maxAmountA,
        maxAmountB,
        minPrice: price(min),
        maxPrice: price(max),
      },
    }),
    withdraw: (poolId, amount, minAmountA = 0n, minAmountB = 0n) => ({
      type: 23,
      liquidityPoolWithdrawOp: { liquidityPoolId: Buffer.from(poolId, 'hex'), amount, minAmountA, minAmountB },
    }),
    allow: (trustor, code, authorize) => {
      const assetCode4 = Buffer.alloc(4)
      assetCode4.write(code)
      return {
        type: 7,
        allowTrustOp: { trustor: accountWire(stage.id(trustor)), asset: { type: 1, assetCode4 }, authorize },
      }
    },
    begin: (sponsored) => ({
      type: 16,
      beginSponsoringFutureReservesOp: { sponsoredId: accountWire(stage.id(sponsored)) },
    }),
    end: () => ({ type: 17 }),
  }
}
