import type { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, AUTH_CLAWBACK_ENABLED, AUTH_IMMUTABLE, AUTH_REVOCABLE } from '../ledger/entries.ts'
import { LedgerInvariantError } from '../ledger/holdings.ts'
import { hasSignedPayloads } from '../ledger/protocol.ts'
import { reserveSubentry } from '../ledger/reserves.ts'
import { compareSignerKeys, removeSigner, replaceSigner, signerKeyText } from '../ledger/signers.ts'
import { isTextValid } from '../ledger/text.ts'
import { accountIdOf } from '../ledger/wire.ts'
import {
  type CheckContext,
  inner,
  type OperationContext,
  type OperationOutcome,
  type OperationRule,
  reserveResult,
} from './rule.ts'

const CODES = {
  SUCCESS: 0,
  LOW_RESERVE: -1,
  TOO_MANY_SIGNERS: -2,
  BAD_FLAGS: -3,
  INVALID_INFLATION: -4,
  CANT_CHANGE: -5,
  UNKNOWN_FLAG: -6,
  THRESHOLD_OUT_OF_RANGE: -7,
  BAD_SIGNER: -8,
  INVALID_HOME_DOMAIN: -9,
  AUTH_REVOCABLE_REQUIRED: -10,
} as const
type Code = keyof typeof CODES

const ALL_FLAGS = 15
const MAX_WEIGHT = 255
const MAX_SIGNERS = 20

function result(code: Code): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 5, setOptionsResult: { code: CODES[code] } })
}

/** Changes flags, thresholds, signers, home domain and inflation destination of an account. */
export function setOptions(operation: xdr.SetOptionsOpWire): OperationRule {
  const { masterWeight, lowThreshold, medThreshold, highThreshold, signer } = operation
  const weights = [masterWeight, lowThreshold, medThreshold, highThreshold]
  return {
    threshold: signer !== null || weights.some((weight) => weight !== null) ? 'high' : 'medium',
    notRun: result('SUCCESS').result,
    check: (context) => {
      const code =
        checkFlags(operation) ?? checkWeights(weights) ?? checkSigner(context, signer) ?? checkDomain(operation)
      return code === undefined ? undefined : result(code)
    },
    apply: (context) => {
      const { state, source } = context
      const account = state.account(source)
      if (account === undefined) throw new LedgerInvariantError(`account ${source}`)
      const changed = changeAccount(context, account, operation)
      if (typeof changed === 'string') return result(changed)
      state.put(changed)
      return signer === null ? result('SUCCESS') : changeSigner(context, changed, signer)
    },
  }
}

function checkFlags({ setFlags, clearFlags }: xdr.SetOptionsOpWire): Code | undefined {
  if (((setFlags ?? 0) & ~ALL_FLAGS) !== 0 || ((clearFlags ?? 0) & ~ALL_FLAGS) !== 0) return 'UNKNOWN_FLAG'
  return ((setFlags ?? 0) & (clearFlags ?? 0)) === 0 ? undefined : 'BAD_FLAGS'
}

function checkWeights(weights: readonly (number | null)[]): Code | undefined {
  return weights.some((weight) => (weight ?? 0) > MAX_WEIGHT) ? 'THRESHOLD_OUT_OF_RANGE' : undefined
}

function checkSigner({ source, protocol }: CheckContext, signer: xdr.SignerWire | null): Code | undefined {
  if (signer === null) return undefined
  const { key, weight } = signer
  const isSelf = key.type === 0 && accountIdOf(key) === source
  const isPayloadBad = key.type === 3 && (!hasSignedPayloads(protocol) || key.ed25519SignedPayload.payload.length === 0)
  return isSelf || isPayloadBad || weight > MAX_WEIGHT ? 'BAD_SIGNER' : undefined
}

function checkDomain({ homeDomain }: xdr.SetOptionsOpWire): Code | undefined {
  return homeDomain === null || isTextValid(homeDomain.bytes) ? undefined : 'INVALID_HOME_DOMAIN'
}

/** Everything but the signer, in the order of stellar-core: what is cleared counts when something is set. */
function changeAccount(
  { state, source }: OperationContext,
  account: AccountEntry,
  operation: xdr.SetOptionsOpWire,
): AccountEntry | Code {
  let { flags, inflationDestination } = account
  if (operation.inflationDest !== null) {
    inflationDestination = accountIdOf(operation.inflationDest)
    if (inflationDestination !== source && state.account(inflationDestination) === undefined) return 'INVALID_INFLATION'
  }
  const clear = operation.clearFlags ?? 0
  if (clear !== 0 && (flags & AUTH_IMMUTABLE) !== 0) return 'CANT_CHANGE'
  flags &= ~clear
  const set = operation.setFlags ?? 0
  if (set !== 0 && (flags & AUTH_IMMUTABLE) !== 0) return 'CANT_CHANGE'
  flags |= set
  if ((flags & AUTH_CLAWBACK_ENABLED) !== 0 && (flags & AUTH_REVOCABLE) === 0) return 'AUTH_REVOCABLE_REQUIRED'
  const [master, low, medium, high] = account.thresholds
  return {
    ...account,
    flags,
    inflationDestination,
    homeDomain: operation.homeDomain === null ? account.homeDomain : operation.homeDomain.toString(),
    thresholds: [
      operation.masterWeight ?? master,
      operation.lowThreshold ?? low,
      operation.medThreshold ?? medium,
      operation.highThreshold ?? high,
    ],
  }
}

/** Weight 0 takes a signer off, which is fine also where there is none. A new one is a subentry. */
function changeSigner(
  { state, source }: OperationContext,
  account: AccountEntry,
  signer: xdr.SignerWire,
): OperationOutcome {
  const key = signerKeyText(signer.key)
  const { weight } = signer
  const known = account.signers.find((candidate) => candidate.key === key)
  if (weight === 0) {
    removeSigner(state, account, key)
    return result('SUCCESS')
  }
  if (known !== undefined) {
    state.put({ ...account, signers: replaceSigner(account.signers, { ...known, weight }) })
    return result('SUCCESS')
  }
  if (account.signers.length === MAX_SIGNERS) return result('TOO_MANY_SIGNERS')
  const reserve = reserveSubentry(state, source)
  if ('refusal' in reserve) return reserveResult(reserve.refusal, result('LOW_RESERVE'))
  const signers = [...account.signers, { key, weight, sponsor: reserve.sponsor }]
  signers.sort((a, b) => compareSignerKeys(a.key, b.key))
  state.put({ ...(state.account(source) ?? account), signers })
  return result('SUCCESS')
}
