import type { Effect, EffectBase, EffectBody } from '../types/effects.ts'
import type { SeenAssets } from './assets.ts'
import { effectBodies } from './effectBodies.ts'
import { accountId, type Fields, object, optional, text, timeMs } from './fields.ts'

/** One record of `GET /effects`. */
export function parseEffect(body: unknown, seen: SeenAssets = []): Effect {
  const fields = object(body)
  return { ...parseBase(fields), ...parseBody(fields, seen) }
}

function parseBase(fields: Fields): EffectBase {
  return {
    id: text(fields['id'], 'id'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    createdAtMs: timeMs(fields['created_at'], 'created_at'),
    account: accountId(fields['account'], 'account'),
    accountMuxed: optional(fields['account_muxed'], 'account_muxed', text),
  }
}

function parseBody(fields: Fields, seen: SeenAssets): EffectBody {
  const typeName = text(fields['type'], 'type')
  const read = effectBodies.get(typeName)
  return read === undefined ? { type: 'other', typeName, fields } : read(fields, seen)
}
