import type { Address } from '../history/address.ts'
import type { JsonObject } from './json.ts'

/** An account under a name, and where it is muxed the whole address and the id in it. Go leaves the id out when it is 0. */
export function renderAddress(name: string, { accountId, muxed }: Address): JsonObject {
  return {
    [name]: accountId,
    [`${name}_muxed`]: muxed?.address,
    [`${name}_muxed_id`]: muxed === undefined || muxed.id === 0n ? undefined : muxed.id.toString(),
  }
}
