import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import {
  type AccountEntry,
  AUTH_CLAWBACK_ENABLED,
  AUTH_IMMUTABLE,
  AUTH_REQUIRED,
  AUTH_REVOCABLE,
  type EntryChange,
} from '../../ledger/entries.ts'
import { addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { AccountEffect, Made, SignerEffect } from './effect.ts'

const KNOWN_FLAGS = AUTH_REQUIRED | AUTH_REVOCABLE | AUTH_IMMUTABLE | AUTH_CLAWBACK_ENABLED

/** Fields that are set are told even where nothing became different; signers only where something did. */
export function optionEffects(operation: OperationRow, options: xdr.SetOptionsOpWire): readonly Made[] {
  const account = addressOf(operation.source)
  const effects = [...fieldEffects(options), ...operation.changes.flatMap(signerEffects)]
  return effects.map((effect) => ({ account, effect }))
}

function fieldEffects(options: xdr.SetOptionsOpWire): readonly AccountEffect[] {
  const { homeDomain, lowThreshold, medThreshold, highThreshold, inflationDest } = options
  const effects: AccountEffect[] = []
  if (homeDomain !== null) effects.push({ type: 'account_home_domain_updated', homeDomain: homeDomain.toString() })
  if (lowThreshold !== null || medThreshold !== null || highThreshold !== null) {
    const [low, medium, high] = [lowThreshold ?? 0, medThreshold ?? 0, highThreshold ?? 0]
    effects.push({ type: 'account_thresholds_updated', low, medium, high })
  }
  const [set, clear] = [options.setFlags ?? 0, options.clearFlags ?? 0]
  if (((set | clear) & KNOWN_FLAGS) !== 0) {
    effects.push({ type: 'account_flags_updated', authRequired: flagChange({ set, clear }, AUTH_REQUIRED) })
  }
  if (inflationDest !== null) effects.push({ type: 'account_inflation_destination_updated' })
  return effects
}

/** True where a flag is set, false where it is cleared, undefined where it is left. */
export function flagChange(
  { set, clear }: { readonly set: number; readonly clear: number },
  flag: number,
): boolean | undefined {
  if ((clear & flag) !== 0) return false
  return (set & flag) === 0 ? undefined : true
}

/** The master key counts as a signer while it has weight. */
function signerEffects(change: EntryChange): readonly SignerEffect[] {
  if (change.type !== 'updated' || change.before.type !== 'account' || change.after.type !== 'account') return []
  const [before, after] = [weights(change.before), weights(change.after)]
  const lost = sortedKeys(before).flatMap((key): readonly SignerEffect[] => {
    const weight = after.get(key)
    if (weight === undefined) return [{ type: 'signer_removed', key, weight: 0 }]
    return weight === before.get(key) ? [] : [{ type: 'signer_updated', key, weight }]
  })
  const gained = sortedKeys(after).flatMap((key): readonly SignerEffect[] =>
    before.has(key) ? [] : [{ type: 'signer_created', key, weight: after.get(key) ?? 0 }],
  )
  return [...lost, ...gained]
}

function weights({ accountId, thresholds: [master], signers }: AccountEntry): ReadonlyMap<string, number> {
  const own: readonly [string, number][] = master > 0 ? [[accountId, master]] : []
  return new Map([...own, ...signers.map(({ key, weight }): [string, number] => [key, weight])])
}

function sortedKeys(map: ReadonlyMap<string, unknown>): readonly string[] {
  return [...map.keys()].sort()
}

export function bumpEffects({ source, changes }: OperationRow): readonly Made[] {
  const account = addressOf(source)
  return changes.flatMap((change): readonly Made[] => {
    if (change.type !== 'updated' || change.before.type !== 'account' || change.after.type !== 'account') return []
    const { sequence } = change.after
    return sequence === change.before.sequence ? [] : [{ account, effect: { type: 'sequence_bumped', sequence } }]
  })
}

export function dataEffects(operation: OperationRow, { dataName, dataValue }: xdr.ManageDataOpWire): readonly Made[] {
  const account = addressOf(operation.source)
  const name = dataName.toString()
  if (dataValue === null) return [{ account, effect: { type: 'data_removed', name } }]
  const isNew = operation.changes.some((change) => change.type === 'created' && change.after.type === 'data')
  const value = Buffer.from(dataValue).toString('base64')
  return [{ account, effect: { type: isNew ? 'data_created' : 'data_updated', name, value } }]
}
