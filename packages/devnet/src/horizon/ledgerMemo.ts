/** Answers that hold until the next ledger, so that equal requests and streams are rendered once. */
export type LedgerMemo<Value> = {
  /** The value of a key, made at the first call after a commit. */
  get(key: string, make: () => Value): Value
  /** Call after each commit. */
  forget(): void
}

/**
 * Makes an empty one. What does not fit is made again each time.
 *
 * @param options.maxBytes - Bound on what is kept.
 */
export function createLedgerMemo<Value>(options: {
  readonly maxBytes: number
  readonly sizeOf: (value: Value) => number
}): LedgerMemo<Value> {
  const values = new Map<string, Value>()
  let bytes = 0
  return {
    get: (key, make) => {
      const known = values.get(key)
      if (known !== undefined) return known
      const value = make()
      const size = options.sizeOf(value) + key.length
      if (bytes + size > options.maxBytes) return value
      bytes += size
      values.set(key, value)
      return value
    },
    forget: () => {
      values.clear()
      bytes = 0
    },
  }
}
