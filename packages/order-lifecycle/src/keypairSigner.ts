import { Keypair } from '@stellar/stellar-sdk/base'
import { InvalidSecretError } from './errors.ts'
import type { Signer } from './ports.ts'

/**
 * Signs with a secret key held in memory: the one place of the project that has one.
 *
 * @param secret - `S` and 55 more characters.
 * @throws {@link InvalidSecretError} when it is no secret key; the error holds nothing of it.
 * @example
 * ```ts
 * const signer = keypairSigner(await readFile('secret.txt', 'utf8'))
 * ```
 */
export function keypairSigner(secret: string): Signer {
  const keypair = readSecret(secret)
  return { publicKey: keypair.publicKey(), sign: async (hash) => keypair.sign(hash) }
}

function readSecret(secret: string): Keypair {
  try {
    return Keypair.fromSecret(secret.trim())
  } catch {
    // Without the cause: it could quote the text.
    throw new InvalidSecretError({
      message: 'This is no secret key.',
      remedy: 'Pass the 56 characters of a Stellar secret key, beginning with S.',
    })
  }
}
