import { type AssetId, NATIVE } from '../ledger/entries.ts'
import type { JsonObject } from './json.ts'
import type { HorizonData } from './route.ts'

/** Horizon's time: UTC, whole seconds. */
export function renderTime(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 19)}Z`
}

/** `asset_type`, `asset_code` and `asset_issuer` with a prefix before each. */
export function renderAsset(asset: AssetId, prefix = ''): JsonObject {
  if (asset === NATIVE) return { [`${prefix}asset_type`]: NATIVE }
  const [code = '', issuer = ''] = asset.split(':')
  return {
    [`${prefix}asset_type`]: code.length <= 4 ? 'credit_alphanum4' : 'credit_alphanum12',
    [`${prefix}asset_code`]: code,
    [`${prefix}asset_issuer`]: issuer,
  }
}

/** `last_modified_ledger` and its close time, which is null when the ledger is no longer kept. */
export function renderLastModified(data: HorizonData, ledger: number): JsonObject {
  const row = data.history.ledger(ledger)
  return {
    last_modified_ledger: ledger,
    last_modified_time: row === undefined ? null : renderTime(row.header.closeTime),
  }
}
