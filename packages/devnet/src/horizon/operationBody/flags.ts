import {
  AUTH_CLAWBACK_ENABLED,
  AUTH_IMMUTABLE,
  AUTH_REQUIRED,
  AUTH_REVOCABLE,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  TRUSTLINE_CLAWBACK_ENABLED,
} from '../../ledger/entries.ts'
import type { JsonObject } from '../json.ts'

type FlagNames = readonly (readonly [flag: number, name: string])[]

export const ACCOUNT_FLAGS: FlagNames = [
  [AUTH_REQUIRED, 'auth_required'],
  [AUTH_REVOCABLE, 'auth_revocable'],
  [AUTH_IMMUTABLE, 'auth_immutable'],
  [AUTH_CLAWBACK_ENABLED, 'auth_clawback_enabled'],
]

/** The second is misspelt in Horizon. */
export const TRUSTLINE_FLAGS: FlagNames = [
  [AUTHORIZED, 'authorized'],
  [AUTHORIZED_TO_MAINTAIN_LIABILITIES, 'authorized_to_maintain_liabilites'],
  [TRUSTLINE_CLAWBACK_ENABLED, 'clawback_enabled'],
]

/** Flags that an operation sets and clears, as numbers and as names; nothing where there are none. */
export function renderFlags(
  names: FlagNames,
  { set, clear }: { readonly set: number | null; readonly clear: number | null },
): JsonObject {
  return { ...flagLists('set_flags', names, set ?? 0), ...flagLists('clear_flags', names, clear ?? 0) }
}

function flagLists(key: string, names: FlagNames, flags: number): JsonObject {
  const there = names.filter(([flag]) => (flags & flag) !== 0)
  if (there.length === 0) return {}
  return { [key]: there.map(([flag]) => flag), [`${key}_s`]: there.map(([, name]) => name) }
}
