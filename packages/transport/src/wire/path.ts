import type { Asset } from '@sdex/primitives'
import type { PaymentPath } from '../types/paths.ts'
import { asset } from './assets.ts'
import { list, object, stroops } from './fields.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of the two path routes. */
export function parsePath(body: unknown, seen: Seen = createSeen()): PaymentPath {
  const fields = object(body)
  return {
    sourceAsset: asset(
      [fields['source_asset_type'], fields['source_asset_code'], fields['source_asset_issuer']],
      'source_',
      seen,
    ),
    sourceAmount: stroops(fields['source_amount'], 'source_amount'),
    destinationAsset: asset(
      [fields['destination_asset_type'], fields['destination_asset_code'], fields['destination_asset_issuer']],
      'destination_',
      seen,
    ),
    destinationAmount: stroops(fields['destination_amount'], 'destination_amount'),
    path: parseHops(fields['path'], seen),
  }
}

/** The assets between the ends, of a path and of a path payment. */
export function parseHops(value: unknown, seen: Seen): readonly Asset[] {
  return list(value, 'path', (hop) => {
    const fields = object(hop)
    return asset([fields['asset_type'], fields['asset_code'], fields['asset_issuer']], '', seen)
  })
}
