import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { EntryChange } from '../ledger/entries.ts'
import { collectChanges } from '../ledger/state.ts'
import { accountIdOf, unmuxed } from '../ledger/wire.ts'
import { namedBy } from '../transactions/participants.ts'
import type { TransactionRow } from './rows.ts'
import { sortChanges } from './sortChanges.ts'
import { operationSponsor } from './sponsors.ts'

/** An operation of an applied transaction. Its position is its TOID. */
export type OperationRow = {
  readonly position: bigint
  readonly transaction: TransactionRow
  /** As it was sent: it may be muxed. */
  readonly source: xdr.MuxedAccountWire
  readonly body: xdr.OperationBodyWire
  /** Of a successful transaction. */
  readonly result: xdr.OperationResultTrWire | undefined
  /** What effects and bodies look at of what it changed, in the order of ledger keys. */
  readonly changes: readonly EntryChange[]
  /** Who pays the reserve of what it made. */
  readonly sponsor: string | undefined
  /** Of the end of a sponsorship: who began it. */
  readonly beginSponsor: xdr.MuxedAccountWire | undefined
  /** Accounts whose history lists it. */
  readonly participants: readonly string[]
}

/** The operations of a transaction in history, read from its envelope, its result and its traces. */
export function operationsOf(transaction: TransactionRow): readonly OperationRow[] {
  const { operations, sourceAccount } = readContents(transaction.envelopeXdr)
  const results = transaction.isSuccessful ? readResults(transaction.resultXdr) : []
  return operations.map((operation, at): OperationRow => {
    const { body } = operation
    const source = operation.sourceAccount ?? sourceAccount
    const changes = sortChanges(collectChanges(transaction.writes[at] ?? []))
    const sponsor = operationSponsor(body, changes)
    const result = results[at]
    const isEnd = body.type === 17 && transaction.isSuccessful
    const beginSponsor = isEnd ? sponsorBefore(operations.slice(0, at), { source, sourceAccount }) : undefined
    const named = [...namedBy(body), ...(beginSponsor === undefined ? [] : [unmuxed(beginSponsor)])]
    return {
      position: transaction.position + BigInt(at + 1),
      transaction,
      source,
      body,
      result: result?.code === 0 ? result.tr : undefined,
      changes,
      sponsor,
      beginSponsor,
      participants: [...new Set([unmuxed(source), ...named, ...(sponsor === undefined ? [] : [sponsor])])],
    }
  })
}

/** Of a fee bump, the inner transaction. */
function readContents(envelopeXdr: string): xdr.TransactionWire {
  const envelope = xdr.TransactionEnvelope.schema.decode(Buffer.from(envelopeXdr, 'base64'))
  if (envelope.type === 2) return envelope.v1.tx
  if (envelope.type === 5) return envelope.feeBump.tx.innerTx.v1.tx
  throw new TypeError(`An envelope of type ${envelope.type} cannot be in a ledger here`)
}

function readResults(resultXdr: string): readonly xdr.OperationResultWire[] {
  const { result } = xdr.TransactionResult.schema.decode(Buffer.from(resultXdr, 'base64'))
  const own = result.code === 1 ? result.innerResultPair.result.result : result
  return own.code === 0 ? own.results : []
}

/** The source of the last operation before that began to sponsor an account. */
function sponsorBefore(
  operations: readonly xdr.OperationWire[],
  { source, sourceAccount }: { readonly source: xdr.MuxedAccountWire; readonly sourceAccount: xdr.MuxedAccountWire },
): xdr.MuxedAccountWire | undefined {
  const sponsored = unmuxed(source)
  const begin = operations.findLast(
    ({ body }) => body.type === 16 && accountIdOf(body.beginSponsoringFutureReservesOp.sponsoredId) === sponsored,
  )
  return begin && (begin.sourceAccount ?? sourceAccount)
}
