import { InvalidOptionError } from '@sdex/primitives'

/** Where requests go. */
export type BaseUrl = {
  /** What may be shown: the host alone, and `…` for a path prefix, any part of which may be a key. */
  readonly shown: string
  /** What each URL begins with; may hold a key. */
  readonly start: string
  /** What of it may be a key: parts of the prefix, values of the query, credentials. */
  readonly secrets: readonly string[]
  /** Of credentials in the URL. */
  readonly headers: Readonly<Record<string, string>>
  /** The absolute URL of a path; parameters without a value are left out, as Horizon refuses an empty cursor. */
  resolve(path: string, query?: Query): string
}

export type Query = Readonly<Record<string, string | number | boolean | bigint | undefined>>

/**
 * Reads the URL of a Horizon. A path prefix and a key in the query are kept for each request; credentials become a header.
 *
 * @throws InvalidOptionError when it is no http or https URL, or its credentials are no text.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const parsed = parseHttpUrl(text)
  if (parsed === undefined) throw invalidUrl()
  const { url, credentials } = parsed
  const prefix = url.pathname.replace(/\/+$/, '')
  const start = `${url.origin}${prefix}`
  return {
    shown: prefix === '' ? url.origin : `${url.origin}/…`,
    start,
    secrets: [...prefix.split('/').flatMap(spellings), ...url.searchParams.values(), ...passwords(credentials)],
    headers: credentials === ':' ? {} : { authorization: `Basic ${base64(credentials)}` },
    resolve: (path, query = {}) => {
      if (url.search === '') return `${start}${path}${searchOf(query)}`
      const parameters = new URLSearchParams(url.search)
      for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, String(value))
      const search = parameters.toString()
      return `${start}${path}${search === '' ? '' : `?${search}`}`
    },
  }
}

/** As it stands in the URL, and as it is meant, where its escapes are some of text. */
function spellings(part: string): readonly string[] {
  try {
    return [part, decodeURIComponent(part)]
  } catch {
    return [part]
  }
}

/** The password, in which colons may be, and the user name, which is a key at some servers. */
function passwords(credentials: string): readonly string[] {
  const colon = credentials.indexOf(':')
  return [credentials.slice(0, colon), credentials.slice(colon + 1)]
}

/** Without the objects that `URLSearchParams` is made of. */
function searchOf(query: Query): string {
  let search = ''
  for (const key in query) {
    const value = query[key]
    if (value !== undefined) search += `${search === '' ? '?' : '&'}${key}=${encodeURIComponent(String(value))}`
  }
  return search
}

/**
 * Reads a URL of http or https, and its credentials as text: `user:password`, or `:` without any. `undefined` for any other, and for one whose credentials
 * are no text: a percent sign that begins no escape stands for itself in a URL, but tells nothing of what was meant in a password.
 */
export function parseHttpUrl(text: string): { readonly url: URL; readonly credentials: string } | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  try {
    return { url, credentials: decodeURIComponent(`${url.username}:${url.password}`) }
  } catch {
    return undefined
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** The text itself is left out: it may hold a key. */
function invalidUrl(): InvalidOptionError {
  return new InvalidOptionError({
    message: 'horizonUrl is not the URL of a server.',
    remedy: 'Write it like https://horizon-testnet.stellar.org, and a % in credentials as %25.',
  })
}
