import type { xdr } from '@stellar/stellar-sdk'
import {
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  type EntryChange,
  TRUSTLINE_CLAWBACK_ENABLED,
} from '../../ledger/entries.ts'
import { accountIdOf, assetIdOf, unmuxed } from '../../ledger/wire.ts'
import { issuedBy } from '../../operations/allowTrust.ts'
import { poolOf } from '../../operations/changeTrust.ts'
import { addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import { flagChange } from './accountEffects.ts'
import type { Made, Trusted } from './effect.ts'
import { revocationEffects } from './revocationEffects.ts'

/** What a ChangeTrust names. */
export function trustedBy(line: xdr.ChangeTrustAssetWire): Trusted {
  if (line.type === 3) return { type: 'pool', poolId: poolOf(line.liquidityPool).id }
  return { type: 'asset', asset: assetIdOf(line) }
}

/** One of three. A limit that is set again to what it was counts as an update. */
export function trustEffects({ source, changes }: OperationRow, body: xdr.ChangeTrustOpWire): readonly Made[] {
  const line = trustedBy(body.line)
  const isMade = (change: EntryChange): boolean => change.type === 'created' && isLine(change.after.type)
  const isGone = (change: EntryChange): boolean => change.type === 'removed' && isLine(change.before.type)
  const isLine = (type: string): boolean => type === (line.type === 'pool' ? 'poolShare' : 'trustline')
  const account = addressOf(source)
  const { limit } = body
  if (changes.some(isMade)) return [{ account, effect: { type: 'trustline_created', line, limit } }]
  if (changes.some(isGone)) return [{ account, effect: { type: 'trustline_removed', line, limit } }]
  return [{ account, effect: { type: 'trustline_updated', line, limit } }]
}

export function allowTrustEffects(operation: OperationRow, body: xdr.AllowTrustOpWire): readonly Made[] {
  const account = addressOf(operation.source)
  const trustor = accountIdOf(body.trustor)
  const asset = assetIdOf(issuedBy(body.asset, unmuxed(operation.source)))
  const flags = { type: 'trustline_flags_updated', trustor, asset, clawbackEnabled: undefined } as const
  const told = allowed(body.authorize)
  return [
    { account, effect: { type: told.type, trustor, asset } },
    { account, effect: { ...flags, authorized: told.authorized } },
    ...revocationEffects(operation),
  ]
}

/** Horizon stores the middle form under a name that it does not read again: the flags come out bare. */
function allowed(authorize: number) {
  if ((authorize & AUTHORIZED) !== 0) return { type: 'trustline_authorized', authorized: true } as const
  if ((authorize & AUTHORIZED_TO_MAINTAIN_LIABILITIES) === 0)
    return { type: 'trustline_deauthorized', authorized: false } as const
  return { type: 'trustline_authorized_to_maintain_liabilities', authorized: undefined } as const
}

export function trustlineFlagEffects(operation: OperationRow, body: xdr.SetTrustLineFlagsOpWire): readonly Made[] {
  const flags = { set: body.setFlags, clear: body.clearFlags }
  const updated: Made = {
    account: addressOf(operation.source),
    effect: {
      type: 'trustline_flags_updated',
      trustor: accountIdOf(body.trustor),
      asset: assetIdOf(body.asset),
      authorized: flagChange(flags, AUTHORIZED),
      clawbackEnabled: flagChange(flags, TRUSTLINE_CLAWBACK_ENABLED),
    },
  }
  return [updated, ...revocationEffects(operation)]
}
