import type { JsonObject } from './json.ts'

/** A link to a path of this server. One with a `{` in it is a template. */
export function link(origin: string, path: string): JsonObject {
  const href = `${origin}${path}`
  return path.includes('{') ? { href, templated: true } : { href }
}

/** A link to a collection that can be paged. */
export function pageLink(origin: string, path: string): JsonObject {
  return link(origin, `${path}{?cursor,limit,order}`)
}
