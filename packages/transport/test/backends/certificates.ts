import { readFileSync } from 'node:fs'

/** A certificate for `localhost` and 127.0.0.1 unless it says otherwise, of the test authority unless it is self-signed; all but one until 2126. */
export type CertificateName = 'good' | 'expired' | 'wrongName' | 'selfSigned'

export function certificate(name: CertificateName): { readonly cert: string; readonly key: string } {
  return { cert: read(`${name}.pem`), key: read(`${name}.key.pem`) }
}

/** The authority, whose key is thrown away. */
export const authority: string = read('ca.pem')

function read(file: string): string {
  return readFileSync(new URL(`certificates/${file}`, import.meta.url), 'utf8')
}
