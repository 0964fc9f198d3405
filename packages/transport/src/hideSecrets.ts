/** Puts `…` in the place of secrets. */
export type Hide = (text: string) => string

/** What is shorter may be any word, such as a prefix `/horizon`. */
const MIN_LENGTH = 8

/**
 * Makes what leaves secrets out of texts, in which they may be escaped as in a URL.
 *
 * @returns `undefined` when there is nothing to leave out.
 */
export function hideSecrets(secrets: readonly string[]): Hide | undefined {
  const written = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter(({ length }) => length >= MIN_LENGTH)
    .toSorted((a, b) => b.length - a.length) // one may be a part of another
  if (written.length === 0) return undefined
  return (text) => written.reduce((shown, secret) => shown.replaceAll(secret, '…'), text)
}
