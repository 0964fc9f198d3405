import { Buffer } from 'node:buffer'
import { parseAmount, type Random, type Stroops } from '@sdex/primitives'
import { type Keypair, xdr } from '@stellar/stellar-sdk'
import type { TrustlineEntry } from '../ledger/entries.ts'
import { sha256 } from '../ledger/hashing.ts'
import { addBalance, available, isAuthorized, receivable } from '../ledger/holdings.ts'
import { moveSequence } from '../ledger/sequence.ts'
import type { LedgerState } from '../ledger/state.ts'
import { accountWire, assetWire } from '../ledger/wire.ts'
import type { CraftedTransaction } from '../transactions/closeLedger.ts'
import { takeFee } from '../transactions/fees.ts'
import { encodeResult, type TransactionOutcome } from '../transactions/result.ts'
import type { SignedTransaction } from '../transactions/signedTransaction.ts'
import type { EventFault } from './fault.ts'

type OpaqueFault = Extract<EventFault, { type: 'opaqueTransaction' }>

/** An amount that moves from one trustline to another of the same asset, so that no asset comes to be or is lost. */
type Transfer = { readonly from: string; readonly to: string; readonly asset: string; readonly amount: Stroops }

const INVOKE = 24
const TRAPPED = -2
const RESOURCE_FEE = 50_000n
const INCLUSION_FEE = 100n

/**
 * A contract call as an indexer sees it: an ordinary envelope whose footprint names the trustlines that it may write, and a result that is a hash. The balances
 * change by amounts that stand in neither. A call that does not fit the ledger, by a limit or a balance, fails as a trapped one.
 *
 * @param options.keypair - Of the account that sends it; it pays the fee and uses up a sequence number.
 */
export function craftOpaqueTransaction(options: {
  readonly fault: OpaqueFault
  readonly random: Random
  readonly keypair: Keypair
  readonly decode: (envelopeXdr: string) => SignedTransaction | undefined
}): CraftedTransaction {
  const { fault, random, keypair, decode } = options
  return (state) => {
    const transfers = transfersOf(fault, state, random)
    const transaction = signCall({ state, keypair, transfers, decode })
    const { feeCharged, changes: feeChanges } = takeFee(state, transaction, RESOURCE_FEE + INCLUSION_FEE)
    const start = state.savepoint()
    const account = state.account(transaction.source)
    if (account !== undefined) moveSequence(state, account, transaction.sequence)
    const isSuccessful = fault.isFailed !== true && move(state, transfers)
    const outcome = outcomeOf(isSuccessful, transaction)
    const result = encodeResult(transaction, outcome, { charged: feeCharged, inner: 0n })
    return {
      ...{ transaction, isSuccessful, result, resultXdr: result.toString('base64'), feeCharged, feeChanges },
      changes: state.changesSince(start),
      operationWrites: isSuccessful ? [[]] : [],
      trades: [],
      poolTrades: [],
    }
  }
}

/** Whether all could be moved; nothing was when not. */
function move(state: LedgerState, transfers: readonly Transfer[]): boolean {
  const start = state.savepoint()
  const isDone = transfers.every(({ from, to, asset, amount }) => {
    const [source, target] = [state.trustline(from, asset), state.trustline(to, asset)]
    if (source === undefined || target === undefined || !isAuthorized(source) || !isAuthorized(target)) return false
    return addBalance(state, { accountId: from, asset }, -amount) && addBalance(state, { accountId: to, asset }, amount)
  })
  if (!isDone) state.rollback(start)
  return isDone
}

function transfersOf({ transfers }: OpaqueFault, state: LedgerState, random: Random): readonly Transfer[] {
  if (transfers === undefined) return chooseTransfer(state, random)
  return transfers.map((transfer) => ({ ...transfer, amount: parseAmount(transfer.amount) }))
}

/** Somebody who can give, somebody who can take, and a part of what fits. */
function chooseTransfer(state: LedgerState, random: Random): readonly Transfer[] {
  const lines = [...state.allEntries()].filter(isUsableLine)
  const from = pick(
    lines.filter((line) => available(state, line) > 0n),
    random,
  )
  if (from === undefined) return []
  const others = lines.filter(({ accountId, asset }) => asset === from.asset && accountId !== from.accountId)
  const to = pick(
    others.filter((line) => receivable(state, line) > 0n),
    random,
  )
  if (to === undefined) return []
  const [most, room] = [available(state, from), receivable(state, to)]
  const amount = ((most < room ? most : room) * BigInt(1 + Math.floor(random() * 50))) / 100n
  return amount === 0n ? [] : [{ from: from.accountId, to: to.accountId, asset: from.asset, amount }]
}

function isUsableLine(entry: { readonly type: string }): entry is TrustlineEntry {
  return entry.type === 'trustline' && isAuthorized(entry as TrustlineEntry)
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)]
}

function signCall(call: {
  readonly state: LedgerState
  readonly keypair: Keypair
  readonly transfers: readonly Transfer[]
  readonly decode: (envelopeXdr: string) => SignedTransaction | undefined
}): SignedTransaction {
  const { state, keypair, transfers, decode } = call
  const source = keypair.publicKey()
  const tx: xdr.TransactionWire = {
    sourceAccount: { type: 0, ed25519: accountWire(source).ed25519 },
    fee: Number(RESOURCE_FEE + INCLUSION_FEE),
    seqNum: (state.account(source)?.sequence ?? 0n) + 1n,
    cond: { type: 0 },
    memo: { type: 0 },
    operations: [
      { sourceAccount: null, body: { type: INVOKE, invokeHostFunctionOp: { hostFunction: CALL, auth: [] } } },
    ],
    ext: { v: 1, sorobanData: sorobanData(transfers) },
  }
  const unsigned = decode(envelopeXdr(tx, []))
  const signature = unsigned && keypair.sign(unsigned.contentsHash)
  const hint = accountWire(source).ed25519.subarray(-4)
  const signed = signature && decode(envelopeXdr(tx, [{ hint, signature }]))
  if (signed === undefined) throw new TypeError('A contract call was made that cannot be decoded')
  return signed
}

function envelopeXdr(tx: xdr.TransactionWire, signatures: xdr.DecoratedSignatureWire[]): string {
  return Buffer.from(xdr.TransactionEnvelope.schema.encode({ type: 2, v1: { tx, signatures } })).toString('base64')
}

const CONTRACT_ID = sha256(Buffer.from('sdex-devnet opaque contract'))
const CODE_HASH = sha256(Buffer.from('sdex-devnet opaque code'))

/** What is called says nothing of what it does. */
const CALL: xdr.HostFunctionWire = {
  type: 0,
  invokeContract: {
    contractAddress: { type: 1, contractId: CONTRACT_ID },
    functionName: new xdr.XdrString('rebalance'),
    args: [],
  },
}

/** The trustlines to be written, and what is read of the contract itself. */
function sorobanData(transfers: readonly Transfer[]): xdr.SorobanTransactionDataWire {
  const lines = new Map(
    transfers.flatMap(({ from, to, asset }) => [from, to].map((id) => [`${id}/${asset}`, { id, asset }] as const)),
  )
  const readWrite = [...lines.values()].map(({ id, asset }): xdr.LedgerKeyWire => {
    const wire = assetWire(asset)
    return { type: 1, trustLine: { accountId: accountWire(id), asset: wire } }
  })
  const instance: xdr.LedgerKeyWire = {
    type: 6,
    contractData: { contract: { type: 1, contractId: CONTRACT_ID }, key: { type: 20 }, durability: 1 },
  }
  const readOnly: xdr.LedgerKeyWire[] = [{ type: 7, contractCode: { hash: CODE_HASH } }, instance]
  const resources = {
    footprint: { readOnly, readWrite },
    instructions: 1_000_000,
    diskReadBytes: 2_000,
    writeBytes: 1_000,
  }
  return { ext: { v: 0 }, resources, resourceFee: RESOURCE_FEE }
}

/** A success gives the hash of what the call returned and of its events, which nobody but an archive keeps. */
function outcomeOf(isSuccessful: boolean, { contentsHash }: SignedTransaction): TransactionOutcome {
  const invokeHostFunctionResult: xdr.InvokeHostFunctionResultWire = isSuccessful
    ? { code: 0, success: sha256(contentsHash) }
    : { code: TRAPPED }
  return { code: isSuccessful ? 0 : -1, results: [{ code: 0, tr: { type: INVOKE, invokeHostFunctionResult } }] }
}
