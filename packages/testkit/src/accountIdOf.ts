import { encodeAccountId, seededRandom } from '@sdex/primitives'

/**
 * A valid account id that is the same in every run, for tests that need one and do not sign: no secret key is known for it.
 *
 * @example
 * ```ts
 * const issuer = accountIdOf('issuer')
 * ```
 */
export function accountIdOf(name: string | number): string {
  const random = seededRandom(name)
  return encodeAccountId(Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256)))
}
