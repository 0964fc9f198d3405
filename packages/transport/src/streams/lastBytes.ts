/** The bytes of a stream's last snapshot. */
export type LastBytes = {
  /** `undefined` before the first. */
  readonly bytes: Uint8Array | undefined
  equal(next: Uint8Array): boolean
  /** Copies them: what comes is a view of a chunk. */
  keep(next: Uint8Array): void
}

const SPARE_BYTES = 512

/** Keeps them in one piece of memory: a snapshot kept as objects would be moved about by every collection, with a thousand streams all the time. */
export function createLastBytes(): LastBytes {
  let memory = new Uint8Array(0)
  let length: number | undefined
  return {
    get bytes() {
      return length === undefined ? undefined : memory.subarray(0, length)
    },
    equal: (next) => {
      if (next.length !== length) return false
      for (let at = 0; at < length; at += 1) if (memory[at] !== next[at]) return false
      return true
    },
    keep: (next) => {
      if (next.length > memory.length) memory = new Uint8Array(next.length + SPARE_BYTES)
      memory.set(next)
      length = next.length
    },
  }
}
