/**
 * The same error without what was read of the connection, which undici keeps as `data` of its parser's errors, and Node's `fetch` in their cause: what
 * speaks no HTTP may repeat the request there, keys and all.
 */
export function withoutBytes(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  for (const each of [error, error.cause])
    if (each instanceof Error && 'data' in each) Reflect.set(each, 'data', undefined)
  return error
}
