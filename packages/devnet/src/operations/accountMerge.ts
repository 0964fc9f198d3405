import type { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, AUTH_IMMUTABLE, NATIVE } from '../ledger/entries.ts'
import { addBalance, LedgerInvariantError } from '../ledger/holdings.ts'
import { mergeLooksAhead } from '../ledger/protocol.ts'
import { ACCOUNT_RESERVES, changeSponsoring } from '../ledger/reserves.ts'
import { removeSigner } from '../ledger/signers.ts'
import { unmuxed } from '../ledger/wire.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  MALFORMED: -1,
  NO_ACCOUNT: -2,
  IMMUTABLE_SET: -3,
  HAS_SUB_ENTRIES: -4,
  SEQNUM_TOO_FAR: -5,
  DEST_FULL: -6,
  IS_SPONSOR: -7,
} as const

function refused(code: keyof typeof CODES): OperationOutcome {
  return inner(false, { type: 8, accountMergeResult: { code: CODES[code] } })
}

function success(sourceAccountBalance: bigint): OperationOutcome {
  return inner(true, { type: 8, accountMergeResult: { code: 0, sourceAccountBalance } })
}

/** Gives all lumens of its source to another account, and removes the source. */
export function accountMerge(to: xdr.MuxedAccountWire): OperationRule {
  const destination = unmuxed(to)
  return {
    threshold: 'high',
    notRun: success(0n).result,
    check: ({ source }) => (destination === source ? refused('MALFORMED') : undefined),
    apply: (context) => {
      const { state, source } = context
      const account = state.account(source)
      if (account === undefined) throw new LedgerInvariantError(`account ${source}`)
      if (state.account(destination) === undefined) return refused('NO_ACCOUNT')
      if ((account.flags & AUTH_IMMUTABLE) !== 0) return refused('IMMUTABLE_SET')
      if (account.subentryCount !== account.signers.length) return refused('HAS_SUB_ENTRIES')
      if (isSequenceTooFar(context, account)) return refused('SEQNUM_TOO_FAR')
      const isSponsor = [...state.sponsorships.values()].includes(source) || account.numSponsoring > 0
      if (isSponsor) return refused('IS_SPONSOR')
      for (const { key } of account.signers) removeSigner(state, state.account(source) ?? account, key)
      if (!addBalance(state, { accountId: destination, asset: NATIVE }, account.balance)) return refused('DEST_FULL')
      if (typeof account.sponsor === 'string') changeSponsoring(state, account.sponsor, -ACCOUNT_RESERVES)
      state.remove(account)
      return success(account.balance)
    },
  }
}

/** Created again in this ledger, the account would begin below a sequence number that was or will be used. */
function isSequenceTooFar(
  { state, source, protocol, highestSequenceOf }: OperationContext,
  { sequence }: AccountEntry,
): boolean {
  const first = BigInt(state.header.ledgerSequence) << 32n
  return sequence >= first || (mergeLooksAhead(protocol) && highestSequenceOf(source) >= first)
}
