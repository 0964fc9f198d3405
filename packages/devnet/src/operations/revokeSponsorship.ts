import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import type { Entry } from '../ledger/entries.ts'
import { isIssuer } from '../ledger/holdings.ts'
import {
  ACCOUNT_RESERVES,
  changeSponsored,
  changeSponsoring,
  POOL_SHARE_RESERVES,
  type ReserveRefusal,
  testReserve,
} from '../ledger/reserves.ts'
import { replaceSigner, signerKeyText } from '../ledger/signers.ts'
import type { LedgerState } from '../ledger/state.ts'
import { isTextValid } from '../ledger/text.ts'
import { accountIdOf, assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule, reserveResult } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  DOES_NOT_EXIST: -1,
  NOT_SPONSOR: -2,
  LOW_RESERVE: -3,
  ONLY_TRANSFERABLE: -4,
  MALFORMED: -5,
} as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 18, revokeSponsorshipResult: { code: CODES[code] } })
}

/**
 * Stops paying for an entry or a signer, or hands it to whoever sponsors the source at this point of the transaction; an owner hands over what nobody
 * sponsored yet (CAP-33).
 */
export function revokeSponsorship(operation: xdr.RevokeSponsorshipOpWire): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: () => (operation.type === 0 && !isKeyValid(operation.ledgerKey) ? result('MALFORMED') : undefined),
    apply: (context) =>
      operation.type === 0 ? revokeEntry(context, operation.ledgerKey) : revokeSigner(context, operation.signer),
  }
}

function isKeyValid(key: xdr.LedgerKeyWire): boolean {
  switch (key.type) {
    case 0:
    case 4:
      return true
    case 1: {
      const { accountId, asset } = key.trustLine
      if (asset.type === 3) return true
      return (
        asset.type !== 0 &&
        isAssetWireValid(asset) &&
        !isIssuer({ accountId: accountIdOf(accountId), asset: assetIdOf(asset) })
      )
    }
    case 2:
      return key.offer.offerId > 0n
    case 3:
      return key.data.dataName.length > 0 && isTextValid(key.data.dataName.bytes)
    default:
      return false
  }
}

function revokeEntry(context: OperationContext, key: xdr.LedgerKeyWire): OperationOutcome {
  const { state } = context
  const entry = entryOf(state, key)
  if (entry === undefined) return result('DOES_NOT_EXIST')
  const isBalance = entry.type === 'claimableBalance'
  const sponsor = entry.sponsor ?? undefined
  const owner = ownerOf(entry)
  const next = decide(context, {
    sponsor,
    owner: owner ?? sponsor,
    reserves: reservesOf(entry),
    isOnlyTransferable: isBalance,
  })
  if ('outcome' in next) return next.outcome
  move(state, { from: sponsor, to: next.sponsor, owner, reserves: reservesOf(entry) })
  const now = entryOf(state, key) ?? entry // an account's own counts have just changed
  state.put({ ...now, sponsor: next.sponsor ?? null } as Entry)
  return result('SUCCESS')
}

function revokeSigner(
  context: OperationContext,
  { accountId, signerKey }: xdr.RevokeSponsorshipOpSignerWire,
): OperationOutcome {
  const { state } = context
  const owner = accountIdOf(accountId)
  const key = signerKeyText(signerKey)
  const signer = state.account(owner)?.signers.find((candidate) => candidate.key === key)
  if (signer === undefined) return result('DOES_NOT_EXIST')
  const { sponsor } = signer
  const next = decide(context, { sponsor, owner, reserves: 1, isOnlyTransferable: false })
  if ('outcome' in next) return next.outcome
  move(state, { from: sponsor, to: next.sponsor, owner, reserves: 1 })
  const account = state.account(owner)
  if (account !== undefined) {
    state.put({ ...account, signers: replaceSigner(account.signers, { ...signer, sponsor: next.sponsor }) })
  }
  return result('SUCCESS')
}

type Sponsored = {
  readonly sponsor: string | undefined
  readonly owner: string | undefined
  readonly reserves: number
  readonly isOnlyTransferable: boolean
}

/** Who pays from now on; or the result, when that is refused or nothing changes. */
function decide(
  { state, source }: OperationContext,
  { sponsor, owner, reserves, isOnlyTransferable }: Sponsored,
): { readonly sponsor: string | undefined } | { readonly outcome: OperationOutcome } {
  if ((sponsor ?? owner) !== source) return { outcome: result('NOT_SPONSOR') }
  const offered = state.sponsorships.get(source)
  const next = offered === owner ? undefined : offered
  if (next === undefined && isOnlyTransferable) return { outcome: result('ONLY_TRANSFERABLE') }
  if (next === undefined && sponsor === undefined) return { outcome: result('SUCCESS') }
  const payer = next ?? owner
  const refusal: ReserveRefusal | undefined = payer === undefined ? undefined : testReserve(state, payer, reserves)
  if (refusal !== undefined) return { outcome: reserveResult(refusal, result('LOW_RESERVE')) }
  return { sponsor: next }
}

type Move = {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly owner: string | undefined
  readonly reserves: number
}

function move(state: LedgerState, { from, to, owner, reserves }: Move): void {
  if (from !== undefined) changeSponsoring(state, from, -reserves)
  if (to !== undefined) changeSponsoring(state, to, reserves)
  if (owner === undefined || (from === undefined) === (to === undefined)) return
  changeSponsored(state, owner, to === undefined ? -reserves : reserves)
}

function entryOf(state: LedgerState, key: xdr.LedgerKeyWire): Entry | undefined {
  switch (key.type) {
    case 0:
      return state.account(accountIdOf(key.account.accountId))
    case 1: {
      const { accountId, asset } = key.trustLine
      const holder = accountIdOf(accountId)
      if (asset.type === 3) return state.poolShare(holder, Buffer.from(asset.liquidityPoolId).toString('hex'))
      return state.trustline(holder, assetIdOf(asset))
    }
    case 2: {
      const offer = state.offer(key.offer.offerId)
      return offer?.seller === accountIdOf(key.offer.sellerId) ? offer : undefined
    }
    case 3:
      return state.data(accountIdOf(key.data.accountId), key.data.dataName.toString())
    case 4:
      return state.claimableBalance(Buffer.from(key.claimableBalance.balanceId.v0).toString('hex'))
    default:
      return undefined
  }
}

/** A claimable balance has no owner. */
function ownerOf(entry: Entry): string | undefined {
  if (entry.type === 'claimableBalance' || entry.type === 'pool') return undefined
  return entry.type === 'offer' ? entry.seller : entry.accountId
}

function reservesOf(entry: Entry): number {
  if (entry.type === 'account') return ACCOUNT_RESERVES
  if (entry.type === 'poolShare') return POOL_SHARE_RESERVES
  return entry.type === 'claimableBalance' ? entry.claimants.length : 1
}
