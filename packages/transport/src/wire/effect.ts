import type { Effect, EffectBase, EffectBody } from '../types/effects.ts'
import { effectBodies } from './effectBodies.ts'
import { accountId, type Fields, object, optional, text, timeMs } from './fields.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /effects`. */
export function parseEffect(body: unknown, seen: Seen = createSeen()): Effect {
  const fields = object(body)
  return { ...parseBase(fields, seen), ...parseBody(fields, seen) }
}

function parseBase(fields: Fields, seen: Seen): EffectBase {
  return {
    id: text(fields['id'], 'id'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    createdAtMs: timeMs(fields['created_at'], 'created_at'),
    account: accountId(fields['account'], 'account', seen),
    accountMuxed: optional(fields['account_muxed'], 'account_muxed', text),
  }
}

function parseBody(fields: Fields, seen: Seen): EffectBody {
  const typeName = text(fields['type'], 'type')
  const read = effectBodies.get(typeName)
  return read === undefined ? { type: 'other', typeName, fields } : read(fields, seen)
}
