import { createHash } from 'node:crypto'
import { Keypair } from '@stellar/stellar-sdk'

/**
 * The key pair of a name under a seed: the same in every run, so worth nothing outside of a devnet.
 *
 * @example
 * ```ts
 * const keypair = devnetKey(7, 'account/0')
 * ```
 */
export function devnetKey(seed: number | string, name: string): Keypair {
  return Keypair.fromRawEd25519Seed(createHash('sha256').update(`sdex devnet/${seed}/${name}`).digest())
}
