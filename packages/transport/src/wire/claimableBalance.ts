import type { ClaimableBalance, Claimant, ClaimPredicate } from '../types/claimableBalances.ts'
import { assetText } from './assets.ts'
import { accountId, count, flag, int64, list, object, optional, stroops, text } from './fields.ts'
import { Misfit } from './misfit.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /claimable_balances`. */
export function parseClaimableBalance(body: unknown, seen: Seen = createSeen()): ClaimableBalance {
  const fields = object(body)
  return {
    id: text(fields['id'], 'id'),
    asset: assetText(fields['asset'], 'asset', seen),
    amount: stroops(fields['amount'], 'amount'),
    sponsor: optional(fields['sponsor'], 'sponsor', accountId),
    lastModifiedLedger: count(fields['last_modified_ledger'], 'last_modified_ledger'),
    claimants: list(fields['claimants'], 'claimants', parseClaimant),
    clawbackEnabled: optional(fields['flags'], 'flags', clawbackFlag) ?? false, // Horizon before protocol 17 has none
  }
}

function clawbackFlag(value: unknown, path: string): boolean {
  return flag(object(value, path)['clawback_enabled'], `${path}.clawback_enabled`)
}

/** Who may claim, as balances and the operations that make them tell it. */
export function parseClaimant(body: unknown): Claimant {
  const fields = object(body)
  return {
    destination: accountId(fields['destination'], 'destination'),
    predicate: parsePredicate(fields['predicate'], 'predicate'),
  }
}

/** The ledger allows four levels; what goes deeper is none of its. */
const MAX_DEPTH = 8

/** A condition, whose one key tells its kind. */
export function parsePredicate(value: unknown, path: string, depth = 0): ClaimPredicate {
  if (depth > MAX_DEPTH) throw new Misfit('a predicate of at most four levels', path)
  const fields = object(value, path)
  if (fields['unconditional'] === true) return { type: 'unconditional' }
  for (const type of ['and', 'or'] as const) {
    if (fields[type] !== undefined) return { type, predicates: parseInner(fields[type], below(path, type), depth) }
  }
  if (fields['not'] !== undefined) {
    return { type: 'not', predicate: parsePredicate(fields['not'], below(path, 'not'), depth + 1) }
  }
  if (fields['rel_before'] !== undefined) {
    return { type: 'within', seconds: int64(fields['rel_before'], below(path, 'rel_before')) }
  }
  return { type: 'before', epochSeconds: epochSeconds(fields, path) }
}

function parseInner(value: unknown, path: string, depth: number): readonly ClaimPredicate[] {
  return list(value, path, (inner) => parsePredicate(inner, '', depth + 1))
}

/** Horizon before 2.9 told the time only, as a date. */
function epochSeconds(fields: Readonly<Record<string, unknown>>, path: string): bigint {
  const seconds = fields['abs_before_epoch']
  if (seconds !== undefined) return int64(seconds, below(path, 'abs_before_epoch'))
  const ms = Date.parse(text(fields['abs_before'], below(path, 'abs_before')))
  if (Number.isNaN(ms)) throw new Misfit('a time like 2026-01-02T03:04:05Z', below(path, 'abs_before'))
  return BigInt(Math.floor(ms / 1_000))
}

/** Within a list the path begins anew. */
function below(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`
}
