/** A well-formed account id, out of a hash: nobody has its key, and no network knows it. */
export const STRANGER = 'GCBNTDGH5JDRVGMNRVZ4UQBX7GVCA7MKQGOFBKVPVUR5WOUQGAXP52E3'

/** Another one, which cards name in transactions: history comes to know it. */
export const NOBODY = 'GCXZ5D6HCCWKLAAM6VJGME5HQISNYTGTGMZOYLFU3AEZ6POH77FCSVE4'

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
