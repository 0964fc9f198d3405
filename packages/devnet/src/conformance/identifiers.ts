/** A well-formed account id that nobody has a key to. */
export const STRANGER = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'

/** The largest 64-bit integer: behind everything. */
export const FAR = '9223372036854775807'

/** The token of a ledger. */
export function ledgerToken(sequence: number): bigint {
  return BigInt(sequence) << 32n
}

/** The ledger that a token lies in. */
export function ledgerOf(token: string): number {
  return Number(BigInt(token.split('-')[0] ?? '0') >> 32n)
}

/** The cursor that a link carries. */
export function cursorOf(href: string): string {
  return new URL(href).searchParams.get('cursor') ?? ''
}
