/** A parsed body. Members keep the order in which they were sent. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** What stands under a path of names and indexes, such as `_embedded.records.0`; undefined where the path leads nowhere. */
export function at(value: Json | undefined, path: string): Json | undefined {
  let found = value
  for (const step of path.split('.')) {
    if (Array.isArray(found)) found = (found as readonly Json[])[Number(step)]
    else found = isObject(found) ? found[step] : undefined
  }
  return found
}

/** What stands there, as text; empty where nothing does. */
export function textAt(value: Json | undefined, path: string): string {
  const found = at(value, path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** The array that stands there; empty where none does. */
export function listAt(value: Json | undefined, path: string): readonly Json[] {
  const found = at(value, path)
  return Array.isArray(found) ? (found as readonly Json[]) : []
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands under a path in each of several records, as text. */
export function textsAt(records: readonly Json[], path: string): readonly string[] {
  return records.map((record) => textAt(record, path))
}
