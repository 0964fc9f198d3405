import { wrongNetwork } from '../errors.ts'
import { readBody, responseError } from '../parseAnswer.ts'
import type { HorizonClient } from '../types/client.ts'
import { parseFeeStats, parseHealth, parseNetwork } from '../wire/network.ts'
import type { Ask } from './ask.ts'

/** What a server says of itself and of its network. */
export type NetworkReads = Pick<HorizonClient, 'network' | 'feeStats' | 'health'>

/** @param networkPassphrase - When given, `network` refuses a server of another network. */
export function networkReads(ask: Ask, networkPassphrase: string | undefined): NetworkReads {
  return {
    network: async (call) => {
      const network = await ask.one({ path: '/', call, read: parseNetwork })
      if (networkPassphrase === undefined || network.passphrase === networkPassphrase) return network
      throw wrongNetwork(networkPassphrase, network.passphrase)
    },
    feeStats: (call) => ask.one({ path: '/fee_stats', call, read: parseFeeStats }),
    health: async (call) => {
      const answer = await ask.get('/health', {}, call)
      // An unhealthy server answers 503 with the same body, one that is too busy with another one.
      if (answer.status === 200 || (answer.status === 503 && isReport(answer.json())))
        return readBody(answer, parseHealth)
      throw responseError(answer)
    },
  }
}

function isReport(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'core_synced' in body
}
