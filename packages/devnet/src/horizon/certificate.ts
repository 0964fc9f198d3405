/** What a TLS listener shows, and what proves it. PEM. */
export type Certificate = { readonly certificate: string; readonly privateKey: string }

const DAY_MS = 86_400_000

/**
 * Makes a certificate for this machine's names, signed by itself and good for a month: whoever is to trust it is given it as an authority.
 *
 * @param host - Another name or address that it stands for.
 */
export async function makeCertificate(host: string): Promise<Certificate> {
  // Loaded when it is needed: most networks speak plain HTTP.
  const { generate } = await import('selfsigned')
  const now = Date.now()
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'sdex devnet' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + 30 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: namesOf(host) },
    ],
  })
  return { certificate: cert, privateKey }
}

/** DNS names have type 2, addresses type 7 (RFC 5280). */
function namesOf(host: string) {
  const addresses = ['127.0.0.1', '::1']
  const isAddress = /^[\d.]+$|:/.test(host)
  const others = isAddress && !addresses.includes(host) ? [host] : []
  return [
    { type: 2 as const, value: 'localhost' },
    ...(isAddress || host === 'localhost' ? [] : [{ type: 2 as const, value: host }]),
    ...[...addresses, ...others].map((ip) => ({ type: 7 as const, ip })),
  ]
}
